namespace PeerPersistence;

/// <summary>
/// What a store owes before anything is written to it. A rename in it may not be answered: it is done on a thread of its own.
/// </summary>
/// <param name="fileSystem">Where the files are.</param>
/// <param name="paths">The store's files. Where there is no former one, nothing is renamed.</param>
/// <param name="patience">How long the writer waits for an answer, once.</param>
internal sealed class OwedWork(IFileSystem fileSystem, StorePaths paths, TimeSpan patience)
{
    private UnansweredException? _late;

    /// <summary>Does it. What was answered too late is done anew, and finds what is done already.</summary>
    /// <exception cref="UnansweredException">The last one is on its way, still.</exception>
    public void Run(Action work)
    {
        if (_late is { IsAnswered: false } late)
            throw late;
        _late = null;
        if (fileSystem.Find(paths.Replaced) is null)
        {
            work();
            return;
        }

        try
        {
            BoundedRename.Within(patience, () =>
            {
                work();
                return true;
            });
        }
        catch (UnansweredException e)
        {
            _late = e;
            throw;
        }
    }

    /// <summary>Does something once nothing is on its way any more: mostly at once.</summary>
    public void WhenAnswered(Action then)
    {
        if (_late is null)
            then();
        else
            _late.Then(then);
    }
}
