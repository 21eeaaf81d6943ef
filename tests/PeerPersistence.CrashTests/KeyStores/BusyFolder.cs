namespace PeerPersistence;

/// <summary>A folder in which other processes may still clear up: a daemon that ends removes its files while we remove them.</summary>
internal static class BusyFolder
{
    public static void Delete(string path)
    {
        if (!SpinWait.SpinUntil(() => IsGone(path), TimeSpan.FromSeconds(10)))
            Directory.Delete(path, recursive: true);
    }

    private static bool IsGone(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return !Directory.Exists(path);
        }

        return true;
    }
}
