using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests;

/// <summary>A commit of many records: after a crash all or none of it is there, after damage all but what was hit.</summary>
public sealed class LargeCommitTests(ITestOutputHelper output)
{
    private const int Keys = 40;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Damage_AnywhereInALargeCommit_CostsTheRecordsAroundItAndNoOther(bool closed)
    {
        var (file, commit) = await Images.MakeLargeAsync(Keys, valueLength: 600, closed);
        var frames = Images.FramesOf(file);
        frames.Should().HaveCount(Keys + 1, "a seal says that it is on the disk");
        foreach (var seed in Seeds.Take(500))
        {
            var random = new Random(seed);
            var damaged = file.ToArray();
            var hit = new HashSet<int>();
            for (var flips = 0; flips < 4; flips++)
            {
                var at = random.Next(FileHeader.Length, frames[^1].Start);
                damaged[at] ^= (byte)random.Next(1, 256);
                hit.Add(frames.FindIndex(frame => at < frame.End));
            }

            var disk = Images.Disk(damaged);
            var (state, report) = await Reopening.ReadAsync(disk);
            var left = commit.Changes.Where((_, i) => !hit.Contains(i)).ToDictionary();
            state.ToString().Should().Be(Images.StateOf([commit with { Changes = left }]).ToString(), "seed {0}", seed);
            (report.CommitsLost, report.IsClean).Should().Be((1L, false));
            report.BytesCut.Should().Be(hit.Sum(i => frames[i].End - frames[i].Start));
            await Reopening.VerifyMendedAsync(disk, state);
        }

        output.WriteLine($"damage in large commits: {500 * Seeds.Soak} files, {(closed ? "closed" : "killed")}; records lost that were not hit: 0");
    }

    [Fact]
    public async Task Kill_AtEveryByteOfALargeCommit_LeavesNothingOfItAndIsNoDamage()
    {
        var (file, commit) = await Images.MakeLargeAsync(Keys, valueLength: 600);
        var seal = Images.FramesOf(file)[^1];
        for (var length = FileHeader.Length; length < file.Length; length++)
        {
            var zeros = length % 2 == 0 ? 5000 : 0; // written ahead
            var disk = Images.Disk([.. file.AsSpan(0, length), .. new byte[zeros]]);
            var (state, report) = await Reopening.ReadAsync(disk);
            state.Count.Should().Be(length >= seal.Start ? commit.Changes.Count : 0, "cut at {0}", length);
            report.IsClean.Should().BeTrue("cut at {0}", length);
            var begun = file.AsSpan(length >= seal.Start ? seal.Start : FileHeader.Length, length - (length >= seal.Start ? seal.Start : FileHeader.Length));
            report.UnfinishedBytes.Should().Be(begun.LastIndexOfAnyExcept((byte)0) + 1);
            disk.Paths.Should().Equal(Script.Path);
            if (length % 50 == 0)
                await Reopening.VerifyMendedAsync(disk, state);
        }

        output.WriteLine($"kills in a large commit: {file.Length - FileHeader.Length} files; halves: 0");
    }

    /// <summary>A sector of a commit that was never acknowledged did not reach the disk, the others did.</summary>
    [Fact]
    public async Task PowerCut_APartOfALargeCommitIsMissing_LeavesNothingOfIt()
    {
        var (file, _) = await Images.MakeLargeAsync(Keys, valueLength: 600);
        var frames = Images.FramesOf(file);
        var first = await SmallCommitsAsync();
        for (var missing = 0; missing < Keys; missing++)
        {
            var torn = file[..frames[^1].Start];
            torn.AsSpan(frames[missing].Start, frames[missing].End - frames[missing].Start).Clear();
            var (state, _) = await Reopening.ReadAsync(Images.Disk(torn));
            state.Should().BeEmpty("part {0} is missing", missing);
        }

        async Task<int> SmallCommitsAsync() => (await Images.MakeAsync(3, 3, 60, closed: true)).Commits.Count;
        first.Should().Be(3);
    }

    /// <summary>Whoever opens it next says that all before is on the disk: what was never finished must not come back by that.</summary>
    [Fact]
    public async Task PowerCut_ThenMoreCommits_DoNotBringBackWhatWasNeverFinished()
    {
        var (file, _) = await Images.MakeLargeAsync(Keys, valueLength: 600);
        var frames = Images.FramesOf(file);
        var torn = file[..frames[^1].Start];
        torn.AsSpan(frames[7].Start, frames[7].End - frames[7].Start).Clear();
        var disk = Images.Disk(torn);
        for (var round = 0; round < 3; round++)
        {
            await using var store = await Reopening.OpenAsync(disk);
            await store.CommitAsync(new KeyValueBatch().Set($"later-{round}", new byte[30]));
        }

        await using var last = await Reopening.OpenAsync(disk);
        last.Recovery.IsClean.Should().BeTrue();
        for (var key = 0; key < Keys; key++)
            (await last.GetAsync($"key-{key:d2}")).Should().BeNull();
        (await last.GetAsync("later-2")).Should().NotBeNull();
    }
}
