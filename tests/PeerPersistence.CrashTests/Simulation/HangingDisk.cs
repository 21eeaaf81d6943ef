namespace PeerPersistence.CrashTests.Simulation;

/// <summary>A disk that does not answer a rename before it is told to. Those that come after are answered.</summary>
/// <param name="disk">The disk.</param>
/// <param name="newName">Which name is not given; the store's, but back to it, unless set.</param>
internal sealed class HangingDisk(SimulatedDisk disk, Func<string, string, bool>? newName = null) : PassingFileSystem(disk)
{
    private readonly TaskCompletionSource<Exception?> _answer = new();
    private int _asked;

    public HangingDisk() : this(new SimulatedDisk())
    {
    }

    public SimulatedDisk Disk => disk;

    /// <summary>There is one that waits for its answer, or has waited.</summary>
    public bool IsAsked => Volatile.Read(ref _asked) > 0;

    public void Answer(Exception? error) => _answer.TrySetResult(error);

    public override bool TryReplace(string from, string to)
    {
        if (disk.ReplacesOpenFiles)
            Hang(from, to);
        return base.TryReplace(from, to);
    }

    public override void Rename(string from, string to)
    {
        Hang(from, to);
        base.Rename(from, to);
    }

    public override bool TryName(string path, string newPath)
    {
        if (newName is not null)
            Hang(path, newPath);
        return base.TryName(path, newPath);
    }

    private void Hang(string from, string to)
    {
        var isMeant = newName is null ? (from, to) == (Script.Path + ".fresh", Script.Path) : newName(from, to);
        if (!isMeant)
            return;

        // The answer is the first one's, even if it was there before: a rename for which nobody waits may begin late.
        var isFirst = Interlocked.Increment(ref _asked) == 1;
        if ((isFirst || !_answer.Task.IsCompleted) && _answer.Task.GetAwaiter().GetResult() is { } error)
            throw error;
    }
}
