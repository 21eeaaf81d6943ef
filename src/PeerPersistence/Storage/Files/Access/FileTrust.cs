namespace PeerPersistence;

/// <summary>Whether an open file is to be trusted.</summary>
internal static class FileTrust
{
    /// <summary>Refuses a file that others may have written; one of this user's that others may read is made private.</summary>
    /// <exception cref="UnauthorizedAccessException">It is refused.</exception>
    public static void Secure(IFile file, string path)
    {
        var rights = file.Status.Rights;
        UnixTrust.Verify(rights, path);
        if (UnixTrust.IsTooOpen(rights))
            file.MakePrivate();
    }
}
