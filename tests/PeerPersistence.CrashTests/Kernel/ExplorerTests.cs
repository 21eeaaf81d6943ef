using System.Globalization;
using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests.Kernel;

/// <summary>
/// The system calls of real processes, recorded at the kernel's border; a power cut at every instant of them. Ten thousand distinct states,
/// or as many as PEERPERSISTENCE_STATES says.
/// </summary>
public sealed class ExplorerTests(ITestOutputHelper output)
{
    private static readonly int s_states =
        int.TryParse(Environment.GetEnvironmentVariable("PEERPERSISTENCE_STATES"), CultureInfo.InvariantCulture, out var states) ? states : 10_000;

    private static readonly CommitWorkload s_file = new("file store", "load", async path => await FileKeyValueStore.OpenAsync(path), Share: 50);

    private static readonly Workload[] s_workloads =
    [
        s_file,
        new CommitWorkload("SQLite store", "sqlite", async path => await SqliteKeyValueStore.OpenAsync(path), Share: 18),
        new ImportWorkload(),
        new MigrationWorkload(),
        new RotationWorkload(),
        new FirstUseWorkload(),
    ];

    [KernelFact]
    public async Task PowerCut_AtAnyInstantOfARecording_LosesNothingAcknowledgedAndHalvesNothing()
    {
        foreach (var workload in s_workloads)
        {
            var (states, distinct, recordings, renamed, lost, wanted) = (0, 0, 0, 0, 0, s_states * workload.Share / 100);
            string? firstLoss = null;
            for (var seed = Seeds.First; distinct < wanted; seed++, recordings++)
            {
                var explorer = new Explorer(workload, new Random(seed));
                var events = await workload.RecordAsync();
                renamed += events.OfType<DiskEvent.Renamed>().Count();
                await explorer.ExploreAsync(events, Math.Min(wanted - distinct, 20_000));
                (states, distinct, lost, firstLoss) = (states + explorer.States, distinct + explorer.Distinct, lost + explorer.Lost, firstLoss ?? explorer.FirstLoss);
            }

            output.WriteLine($"{workload.Name}: {recordings} recordings, {states} states rebuilt, {distinct} distinct and opened; lost: {lost}");
            lost.Should().Be(0, "{0}", firstLoss);
            if (workload == s_file)
                renamed.Should().BePositive("compactions are among what was recorded");
        }
    }

    /// <summary>Were the explorer blind, it would find nothing here either.</summary>
    [KernelFact]
    public async Task PowerCut_EveryFifthSyncLeftOut_IsFoundToLose()
    {
        foreach (var workload in new Workload[] { s_file, s_workloads[1] })
        {
            var syncs = 0;
            var events = (await workload.RecordAsync()).Where((one, _) => one is not (DiskEvent.Synced or DiskEvent.FolderSynced) || ++syncs % 5 != 0).Take(300).ToList();
            var explorer = new Explorer(workload, new Random(Seeds.First));

            await explorer.ExploreAsync(events, 300);

            output.WriteLine($"{workload.Name}, {syncs / 5} of {syncs} syncs left out: {explorer.Distinct} distinct states, lost: {explorer.Lost}");
            explorer.Lost.Should().BePositive();
        }
    }
}
