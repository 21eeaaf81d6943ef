namespace PeerPersistence;

/// <summary>Whether an open file is to be trusted.</summary>
internal static class FileTrust
{
    /// <summary>Refuses a file that others may have written; one of this user's that others may read is made private.</summary>
    /// <remarks>On Windows none is refused: what others may do is mostly inherited from a folder, and nobody's decision.</remarks>
    /// <exception cref="UnauthorizedAccessException">It is refused.</exception>
    public static void Secure(IFile file, string path)
    {
        var rights = file.Status.Rights;
        UnixTrust.Verify(rights, path);
        if (WindowsCalls.AreThere || UnixTrust.IsTooOpen(rights))
            file.MakePrivate();
    }
}
