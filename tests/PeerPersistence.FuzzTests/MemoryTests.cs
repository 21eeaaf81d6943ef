using System.Text;
using Xunit.Abstractions;

namespace PeerPersistence.FuzzTests;

/// <summary>What bytes take that were made to take much memory: all that is allocated, which is more than there is at once.</summary>
public sealed class MemoryTests(ITestOutputHelper output)
{
    private const int Size = 3 * 1024 * 1024;
    private const long Besides = 2 * 1024 * 1024; // of whatever is read

    /// <summary>How a text begins, what it repeats, how it ends.</summary>
    private static readonly (string Start, string Entry, string End)[] s_peers =
    [
        ("""{"peerId":"anna","cachedCandidates":[""", "{}", "]}"),
        ("""{"peerId":"anna","iceServers":[""", "{}", "]}"),
        ("""{"peerId":"anna","iceServers":[{"urls":[""", "\"\"", "]}]}"),
        ("""{"peerId":"anna","metadata":{"a":[""", "[]", "]}}"),
        ("""{"peerId":"anna","unknown":[""", "1", "]}"),
        ("""{"peerId":"anna","encryptedSecret":[""", "1", "]}"),
        ("""{"peerId":"anna","metadata":7,"cachedCandidates":[""", "{}", "]}"),
    ];

    public static TheoryData<string, int> Inputs
    {
        get
        {
            var inputs = new TheoryData<string, int>();
            foreach (var (kind, count) in new[]
            {
                ("record", s_peers.Length), ("rescue", s_peers.Length), ("export", s_peers.Length), ("dump", s_peers.Length),
                ("stream", s_peers.Length), ("key-ring", 3), ("postgresql-log", 1), ("log-file", 1), ("backup", s_peers.Length),
            })
            {
                for (var number = 0; number < count; number++)
                    inputs.Add(kind, number);
            }

            return inputs;
        }
    }

    [Theory, MemberData(nameof(Inputs)), Trait("Large", "")]
    public async Task Read_AMultitude_TakesAtMostFiveTimesItsSize(string kind, int number)
    {
        var (bytes, text) = (Bytes(kind, number), "");
        if (kind is "export" or "dump" or "backup")
            text = Encoding.UTF8.GetString(bytes);
        await ReadAsync(kind, bytes[..64], text.Length == 0 ? text : text[..64]); // what is made once
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var isTaken = await ReadAsync(kind, bytes, text);

        var taken = GC.GetTotalAllocatedBytes(precise: true) - before;
        var told = $"{kind} {number}: {bytes.Length} bytes, {(isTaken ? "taken" : "refused")}, {(double)taken / bytes.Length:0.0} times as much allocated";
        output.WriteLine(told);
        if (Environment.GetEnvironmentVariable("PEERS_FUZZ_REPORT") is { } report)
            await File.AppendAllTextAsync(report, told + "\n");
        taken.Should().BeLessThan(5L * bytes.Length + Besides);
    }

    private static byte[] Bytes(string kind, int number)
    {
        var (start, entry, end) = s_peers[number];
        switch (kind)
        {
            case "log-file":
                return Log();
            case "key-ring":
                (start, entry, end) = number switch
                {
                    0 => ("""{"version":1,"keys":[""", "{}", "]}"),
                    1 => ("""{"version":1,"x":[""", "[]", "]}"),
                    _ => ("""{"version":1,"keys":[{"wrapped":""" + "\"", "AAAA", "\"}]}"),
                };
                break;
            case "postgresql-log":
                return [.. Enumerable.Repeat((byte)1, Size)];
            case "export" or "stream" or "backup":
                (start, end) = ("""{"version":"1.0.0","peers":[""" + start, end + "]" + (kind == "backup"
                    ? ""","protection":{"key":"AAAA","seal":"AAAA"}}""" : "}"));
                break;
        }

        var text = start + string.Join(',', Enumerable.Repeat(entry, Size / (entry.Length + 1))) + end;
        if (kind == "dump")
            text = $$"""{"mesh:peer:anna":{{System.Text.Json.JsonSerializer.Serialize(text)}}}""";
        return Encoding.UTF8.GetBytes(text);
    }

    /// <summary>The file of a store with records of 100 bytes: in memory are their keys and places.</summary>
    private static byte[] Log()
    {
        const uint Salt = 7;
        using var file = new MemoryStream();
        file.Write(FileHeader.Encode(Salt));
        for (var sequence = 1; file.Length < Size; sequence++)
        {
            var entries = Enumerable.Range(0, 200)
                .Select(i => new KeyValuePair<string, ReadOnlyMemory<byte>?>($"{(sequence * 200) + i:x}", new byte[100])).ToArray();
            var frames = CommitFrames.Encode(entries, isWhole: true, nameof(entries));
            var bytes = new byte[frames.LengthIn(FileHeader.Version)];
            frames.Place(bytes, file.Length, new(Salt, sequence, 0, 0));
            file.Write(bytes);
        }

        return file.ToArray();
    }

    private static Task<bool> ReadAsync(string kind, byte[] bytes, string text) => kind switch
    {
        "record" => Task.FromResult(PeerJson.TryRead(bytes, "anna", out _)),
        "rescue" => Task.FromResult(PeerJson.Rescue(bytes, "anna", DateTimeOffset.UnixEpoch) is not null),
        "export" => FuzzTarget.RefusedBy<PeerPersistenceException>(() => Task.FromResult(PeerExport.Parse(text))),
        "dump" => FuzzTarget.RefusedBy<PeerPersistenceException>(() => LocalStorageImport.ReadAsync(text)),
        "stream" => FuzzTarget.RefusedBy<PeerPersistenceException>(
            () => PeerExportStream.ReadAsync(new MemoryStream(bytes), PeerExportJson.DefaultMaxSize, CancellationToken.None)),
        "key-ring" => FuzzTarget.RefusedBy<SecretUnavailableException>(() => Task.FromResult(KeyRingFormat.Read(bytes))),
        "postgresql-log" => FuzzTarget.RefusedBy<PeerPersistenceException>(() => Task.FromResult(WriterLog.Read(bytes))),
        "backup" => FuzzTarget.RefusedBy<PeerPersistenceException>(() => Task.FromResult(PeerExport.Parse(text))),
        "log-file" => FuzzTarget.RefusedBy<PeerPersistenceException>(
            () => Task.FromResult(LogReader.Read(new MemoryFile(bytes), CancellationToken.None))),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Must be a kind."),
    };
}
