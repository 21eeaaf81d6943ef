using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests;

/// <summary>Files of a store, as they are after a clean end or a kill.</summary>
internal static class Images
{
    /// <summary>A store with so many commits, one after the other, one key each.</summary>
    public static async Task<(byte[] File, List<ScriptedCommit> Commits)> MakeAsync(int commits, int keys, int valueLength, bool closed)
    {
        var disk = new SimulatedDisk();
        var made = new List<ScriptedCommit>();
        var store = await Reopening.OpenAsync(disk, new() { BytesAhead = 200, CompactionFloorBytes = long.MaxValue });
        for (var id = 1; id <= commits; id++)
        {
            var removes = id % 7 == 0;
            var commit = new ScriptedCommit(
                id, new Dictionary<string, int?> { [$"key-{id % keys}"] = removes ? null : valueLength }, new Dictionary<string, int?>());
            (await store.CommitAsync(commit.ToBatch((_, _) => []))).Should().BeTrue();
            made.Add(commit);
        }

        if (closed)
            await store.DisposeAsync();
        var file = disk[Script.Path];
        await store.DisposeAsync();
        return (file, made);
    }

    /// <summary>A store with one commit, which is so large that each of its keys has a frame of its own.</summary>
    public static async Task<(byte[] File, ScriptedCommit Commit)> MakeLargeAsync(int keys, int valueLength, bool closed = true)
    {
        var disk = new SimulatedDisk();
        var commit = new ScriptedCommit(1, Enumerable.Range(0, keys).ToDictionary(key => $"key-{key:d2}", _ => (int?)valueLength), new Dictionary<string, int?>());
        var store = await Reopening.OpenAsync(disk, new() { BytesAhead = 200, CompactionFloorBytes = long.MaxValue });
        (await store.CommitAsync(commit.ToBatch((_, _) => []))).Should().BeTrue();
        await store.FlushAsync(); // the writer has done what it does when nothing waits
        if (closed)
            await store.DisposeAsync();
        var file = disk[Script.Path];
        await store.DisposeAsync();
        return (file, commit);
    }

    /// <summary>Where each frame of an undamaged file begins and ends.</summary>
    public static List<(int Start, int End)> FramesOf(byte[] file)
    {
        var frames = new List<(int, int)>();
        for (var position = FileHeader.Length; FrameHeader.TryDecode(file.AsSpan(position), out var header);)
        {
            frames.Add((position, position + (int)header.FrameLength));
            position += (int)header.FrameLength;
        }

        return frames;
    }

    public static SimulatedDisk Disk(byte[] file) => new(new Dictionary<string, byte[]> { [Script.Path] = file });

    /// <summary>What is left when only some of the commits are.</summary>
    public static StoreState StateOf(IEnumerable<ScriptedCommit> commits) => commits.Aggregate(new StoreState(), (state, commit) => state.After(commit));
}
