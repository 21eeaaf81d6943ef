namespace PeerPersistence;

/// <summary>
/// The limit on a file's size that Unix gives a process. Writing across it would end the process, so it is looked at before.
/// </summary>
internal static class FileSizeLimit
{
    public static void Check(string path, long end)
    {
        if (UnixCalls.AreThere && (ulong)end > UnixCalls.GetFileSizeLimit())
            throw new IOException($"The file '{path}' would exceed the limit on the size of files.", IoErrors.FileTooLarge);
    }
}
