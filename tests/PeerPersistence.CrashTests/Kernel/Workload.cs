using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests.Kernel;

/// <summary>What processes do while they are recorded, and what must be there after a crash.</summary>
/// <param name="Name">Said in reports.</param>
/// <param name="Lines">So many lines of theirs are recorded.</param>
/// <param name="Share">How many of a hundred states are of this kind.</param>
internal abstract record Workload(string Name, int Lines, int Share)
{
    /// <summary>Puts into the folder what is there before.</summary>
    public virtual Task PrepareAsync(string folder) => Task.CompletedTask;

    /// <summary>What each process is to do.</summary>
    public abstract IReadOnlyList<string[]> Children(string folder);

    /// <summary>Opens what is in the folder, and throws where it is not what was told, or more than what may have been in flight.</summary>
    public abstract Task CheckAsync(string folder, IReadOnlyDictionary<string, int> told);

    public async Task<List<DiskEvent>> RecordAsync()
    {
        using var folder = new KernelFolder();
        await PrepareAsync(folder.Path);
        return await Recorder.RecordAsync(folder.Path, Children(folder.Path), Lines);
    }

    protected static void Require(bool condition, string what)
    {
        if (!condition)
            throw new InvalidDataException($"Not so: {what}.");
    }

    /// <summary>A version is the one that was told, or the next.</summary>
    protected static void RequireVersion(int found, int told, string what) => Require(found == told || found == told + 1, $"{what} has version {told} (found {found})");

    protected static async Task CheckPeerAsync(PeerPersistenceService peers, string id, int told, Func<int, string> secret)
    {
        var peer = await peers.GetPeerAsync(id);
        Require(peer is not null, $"{id} is there");
        var found = int.Parse(peer!.DisplayName!, provider: null);
        RequireVersion(found, told, id);
        Require(peer.SecretStatus == SecretStatus.Available && peer.SharedSecret == secret(found), $"the secret of {id} is there (it is {peer.SecretStatus})");
    }
}
