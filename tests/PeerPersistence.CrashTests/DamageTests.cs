using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests;

/// <summary>Files that were changed by something else than the store: flipped bits, noise, cut ends.</summary>
public sealed class DamageTests(ITestOutputHelper output)
{
    private const int Commits = 12;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Flip_OfEveryBit_CostsTheFrameAroundItAndNoOther(bool closed)
    {
        var (file, commits) = await Images.MakeAsync(Commits, keys: 5, valueLength: 40, closed);
        var frames = Images.FramesOf(file);
        for (var bit = 0; bit < file.Length * 8; bit++)
        {
            var flipped = file.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            await CheckAsync(flipped, commits, frames, [(bit / 8, bit / 8 + 1)], isSingleBit: true, $"bit {bit}");
        }

        output.WriteLine($"bit flips: {file.Length * 8} files, {(closed ? "closed" : "killed")}; values that were wrong: 0");
    }

    [Fact]
    public async Task Noise_AnywhereInALargeFile_CostsTheFramesAroundItAndNoOther()
    {
        var (file, commits) = await Images.MakeAsync(commits: 400, keys: 300, valueLength: 900, closed: true);
        var frames = Images.FramesOf(file);
        var files = 0;
        foreach (var seed in Seeds.Take(300))
        {
            var random = new Random(seed);
            var damaged = file.ToArray();
            var places = new List<(int Start, int End)>();
            for (var count = random.Next(1, 6); count > 0; count--)
            {
                var start = random.Next(FileHeader.CopyLength, file.Length);
                var end = Math.Min(file.Length, start + (random.Next(3) == 0 ? random.Next(1, 5000) : 1));
                for (var i = start; i < end; i++)
                    damaged[i] ^= (byte)random.Next(1, 256);
                places.Add((start, end));
            }

            await CheckAsync(damaged, commits, frames, places, isSingleBit: false, $"seed {seed}");
            files++;
        }

        output.WriteLine($"noise: seeds from {Seeds.First}, {files} files of {file.Length} bytes; values that were wrong: 0");
    }

    [Fact]
    public async Task Truncation_AtEveryByte_KeepsEveryWholeFrame()
    {
        var (file, commits) = await Images.MakeAsync(Commits, keys: 5, valueLength: 40, closed: true);
        var frames = Images.FramesOf(file);
        for (var length = 0; length < file.Length; length++)
        {
            var disk = Images.Disk(file[..length]);
            var (state, report) = await Reopening.ReadAsync(disk);
            var whole = frames.Count(frame => frame.End <= length);
            state.ToString().Should().Be(Images.StateOf(commits.Take(whole)).ToString(), "cut at {0}", length);
            report.FramesRead.Should().Be(whole);
            var cut = length < FileHeader.CopiesLength ? length % FileHeader.CopyLength : 0;
            report.BytesCut.Should().Be(cut, "cut at {0}", length);
            report.UnfinishedBytes.Should().Be(cut > 0 ? 0 : UnfinishedBytes(file.AsSpan(0, length), whole == 0 ? FileHeader.Length : frames[whole - 1].End));
            report.CommitsLost.Should().Be(0);
            await Reopening.VerifyMendedAsync(disk, state);
        }

        output.WriteLine($"truncation: {file.Length} files");
    }

    [Fact]
    public async Task Removal_OfBytesInTheMiddle_CostsTheFramesAroundIt()
    {
        var (file, commits) = await Images.MakeAsync(Commits, keys: 5, valueLength: 40, closed: true);
        var frames = Images.FramesOf(file);
        foreach (var seed in Seeds.Take(200))
        {
            var random = new Random(seed);
            var start = random.Next(FileHeader.Length, file.Length - 60);
            var end = start + random.Next(1, 60);
            byte[] shorter = [.. file[..start], .. file[end..]];
            var kept = commits.Where((_, i) => frames[i].End <= start || frames[i].Start >= end).ToList();
            var (state, report) = await Reopening.ReadAsync(Images.Disk(shorter));
            state.ToString().Should().Be(Images.StateOf(kept).ToString(), "seed {0}", seed);
            report.FramesRead.Should().Be(kept.Count);
        }
    }

    [Fact]
    public async Task Noise_AsAWholeFile_IsRefusedUntouched()
    {
        foreach (var seed in Seeds.Take(300))
        {
            var random = new Random(seed);
            var noise = new byte[random.Next(8, 4000)];
            random.NextBytes(noise);
            var disk = Images.Disk(noise);
            await FluentActions.Awaiting(() => Reopening.OpenAsync(disk)).Should().ThrowAsync<StoreCorruptedException>("seed {0}", seed);
            disk[Script.Path].Should().Equal(noise);
            disk.Paths.Should().Equal(Script.Path);
        }
    }

    [Fact]
    public async Task NewerVersion_WithFramesOfOurs_IsRefusedUntouched()
    {
        var (file, _) = await Images.MakeAsync(Commits, keys: 5, valueLength: 40, closed: true);
        foreach (var copies in new[] { 1, 2 })
        {
            var newer = file.ToArray();
            for (var copy = 0; copy < copies; copy++)
            {
                var header = newer.AsSpan(copy * FileHeader.CopyLength, FileHeader.CopyLength);
                header[8]++;
                BitConverter.TryWriteBytes(header[28..], Crc32C.Compute(header[..28])).Should().BeTrue();
            }

            var disk = Images.Disk(newer);
            await FluentActions.Awaiting(() => Reopening.OpenAsync(disk)).Should().ThrowAsync<UnsupportedSchemaVersionException>();
            disk[Script.Path].Should().Equal(newer);
        }
    }

    private static async Task CheckAsync(
        byte[] damaged, List<ScriptedCommit> commits, List<(int Start, int End)> frames, List<(int Start, int End)> places, bool isSingleBit, string where)
    {
        var isHit = frames.Select(frame => places.Any(place => place.Start < frame.End && frame.Start < place.End)).ToList();
        var kept = commits.Where((_, i) => !isHit[i]).ToList();
        var disk = Images.Disk(damaged);
        var (state, report) = await Reopening.ReadAsync(disk);

        state.ToString().Should().Be(Images.StateOf(kept).ToString(), where);
        report.FramesRead.Should().Be(kept.Count, where);
        var hitBytes = frames.Where((_, i) => isHit[i]).Sum(frame => frame.End - frame.Start);
        report.BytesCut.Should().BeGreaterThanOrEqualTo(hitBytes, where).And.BePositive(where);
        if (isSingleBit)
        {
            report.CommitsLost.Should().Be(commits.Count - kept.Count, where);
            var set = disk[report.DamagedBytesPath!];
            damaged.AsSpan().IndexOf(set).Should().BeGreaterThanOrEqualTo(0, where);
        }
        else
        {
            // A header that is damaged as well cannot be counted at the end of the file.
            report.CommitsLost.Should().BeInRange(LostBeforeTheLastKept(isHit), commits.Count - kept.Count, where);
        }
    }

    /// <summary>What stands behind the last whole frame. Zeros at the end are room.</summary>
    private static int UnfinishedBytes(ReadOnlySpan<byte> file, int lastEnd) =>
        file.Length <= lastEnd ? 0 : file[lastEnd..].LastIndexOfAnyExcept((byte)0) + 1;

    private static int LostBeforeTheLastKept(List<bool> isHit) => isHit.Take(isHit.LastIndexOf(false) + 1).Count(hit => hit);
}
