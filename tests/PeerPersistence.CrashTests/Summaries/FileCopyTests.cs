using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests.Summaries;

/// <summary>A file that somebody copies bit by bit while services write to it: each piece is of another instant.</summary>
public sealed class FileCopyTests(ITestOutputHelper output)
{
    private const int Copies = 25;
    private const int LargestPiece = 64 * 1024;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_CopyMadeWhileServicesWrote_KnowsWhatTheRecordsSay(bool isEncrypted)
    {
        var (opened, summaries) = (0, 0);
        foreach (var seed in Seeds.Take(1))
        {
            var random = new Random(seed);
            using var script = new ServiceScript(random, Durability.Synced, isEncrypted);
            var disk = new SimulatedDisk();
            await script.RunAsync(disk);
            for (var copy = 0; copy < Copies; copy++)
            {
                var image = new Dictionary<string, byte[]> { [Script.Path] = Copy(disk.Trace, random) };
                var (difference, isScanned) = await script.OpenAsync(image, withService: copy % 4 == 0);
                difference.Should().BeNull("seed {0}, copy {1}", seed, copy);
                summaries += isScanned ? 0 : 1;
                opened++;
            }
        }

        output.WriteLine($"{opened} copies opened, {summaries} of them on their summaries");
        summaries.Should().BeInRange(1, opened - 1);
    }

    /// <summary>Begins when the store has its name, and goes on with the file that had it then, whatever its name is later.</summary>
    private static byte[] Copy(List<DiskEvent> trace, Random random)
    {
        Dictionary<int, Bytes> files = [];
        Dictionary<string, int> names = [];
        var copy = new Bytes();
        var (begin, pause, piece, source) = (random.Next(trace.Count * 3 / 4), random.Next(1, 6), LargestPiece >> random.Next(4), -1);
        for (var i = 0; i < trace.Count || Take(); i++)
        {
            if (i < trace.Count)
                Apply(trace[i]);
            if (i >= begin && source < 0 && names.TryGetValue(Script.Path, out var found))
                source = found;
            if (source >= 0 && i < trace.Count && random.Next(pause) == 0)
                Take();
        }

        return copy.Span.ToArray();

        bool Take()
        {
            var rest = files[source].Span[Math.Min(copy.Length, files[source].Length)..];
            copy.Write(copy.Length, rest[..Math.Min(rest.Length, piece)]);
            return rest.Length > 0;
        }

        void Apply(DiskEvent happened)
        {
            if (happened is DiskEvent.Created created)
                (files[created.File], names[created.Path]) = (new(), created.File);
            else if (happened is DiskEvent.Named named)
                names[named.Path] = named.File;
            else if (happened is DiskEvent.Renamed renamed && names.Remove(renamed.From, out var file))
                names[renamed.To] = file;
            else if (happened is DiskEvent.Deleted deleted)
                names.Remove(deleted.Path);
            else if (happened is DiskEvent.Written written)
                files[written.File].Write(written.Offset, written.Bytes);
            else if (happened is DiskEvent.LengthSet set)
                files[set.File].SetLength(set.Length);
        }
    }
}
