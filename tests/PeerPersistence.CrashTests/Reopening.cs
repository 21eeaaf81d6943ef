using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests;

/// <summary>Opens what a crash left, and reads it.</summary>
internal static class Reopening
{
    private static readonly DiskCall[] Reads = [DiskCall.Resolve, DiskCall.Open, DiskCall.Status, DiskCall.Length, DiskCall.Read];

    public static async Task<(StoreState State, StoreRecoveryReport Report)> ReadAsync(SimulatedDisk disk)
    {
        var looked = await LookAsync(disk);
        await using var store = await OpenAsync(disk);
        var state = await StoreState.ReadAsync(store);
        looked?.ToString().Should().Be(state.ToString(), "who only looks sees the same");
        if (store.Recovery.BytesCut > 0)
            disk[store.Recovery.DamagedBytesPath!].Length.Should().Be((int)store.Recovery.BytesCut);
        return (state, store.Recovery);
    }

    /// <summary>What there is to see read-only; <c>null</c> where there is no store yet.</summary>
    private static async Task<StoreState?> LookAsync(SimulatedDisk disk)
    {
        if (!disk.Paths.Any(path => path is Script.Path or Script.Path + ".replaced"))
            return null;
        var calls = disk.Calls.Count;
        await using var store = await OpenAsync(disk, new() { ReadOnly = true });
        var state = await StoreState.ReadAsync(store);
        disk.Calls.Skip(calls).Should().BeSubsetOf(Reads);
        return state;
    }

    /// <summary>Once mended, a store is whole: it opens clean, with the same content, and takes commits.</summary>
    public static async Task VerifyMendedAsync(SimulatedDisk disk, StoreState expected)
    {
        var commit = new ScriptedCommit(999_999, new Dictionary<string, int?> { ["new"] = 30 }, new Dictionary<string, int?>());
        await using (var store = await OpenAsync(disk))
        {
            store.Recovery.IsClean.Should().BeTrue();
            (await StoreState.ReadAsync(store)).ToString().Should().Be(expected.ToString());
            (await store.CommitAsync(commit.ToBatch((_, _) => []))).Should().BeTrue();
        }

        var (state, report) = await ReadAsync(disk);
        report.IsClean.Should().BeTrue();
        state.ToString().Should().Be(expected.After(commit).ToString());
    }

    public static Task<FileKeyValueStore> OpenAsync(SimulatedDisk disk, FileStoreOptions? options = null)
    {
        options ??= new() { BytesAhead = 700 };
        if (options.Time == TimeProvider.System)
            options.Time = new HurriedTime();
        return FileKeyValueStore.OpenAsync(Script.Path, options, disk, CancellationToken.None);
    }
}
