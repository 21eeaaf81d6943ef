namespace PeerPersistence;

/// <summary>The database and the files beside it: SQLite replays what it finds in them.</summary>
internal static class SqliteFiles
{
    private const int MostLinks = 40;

    private static readonly string[] s_endings = ["", "-wal", "-shm", "-journal"];

    /// <summary>Refuses files that others may have written; those of this user that others may read are made private.</summary>
    /// <remarks>Before SQLite opens them. None is opened here: closing it would drop SQLite's locks.</remarks>
    /// <exception cref="PeerPersistenceException">One is refused, or it cannot be told whose it is.</exception>
    public static void Secure(string path)
    {
        if (!UnixCalls.AreThere)
            return;
        try
        {
            var file = Follow(path);
            foreach (var ending in s_endings)
                UnixTrust.Secure(file + ending);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            throw new PeerPersistenceException($"The store '{path}' could not be opened: {IoErrors.CauseOf(e)} It was left as it is.", e);
        }
    }

    /// <summary>SQLite keeps its other files beside the database itself, not beside a link to it.</summary>
    private static string Follow(string path)
    {
        for (var links = 0; links < MostLinks && UnixCalls.ReadLink(path) is { } target; links++)
            path = Path.Combine(Path.GetDirectoryName(path)!, target);
        return path;
    }
}
