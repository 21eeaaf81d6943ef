using System.Text;
using System.Text.Json;
using Xunit.Abstractions;

namespace PeerPersistence.FuzzTests;

/// <summary>What bytes take that were made to take much memory: held at one time at most five times as many.</summary>
public sealed class MemoryTests(ITestOutputHelper output)
{
    private const long Besides = 2 * 1024 * 1024; // of whatever is read
    private const long BytesOfAName = 40; // What an open store keeps in memory of every key, besides its text.

    /// <summary>A file for a table; with it everything is measured.</summary>
    private static readonly string? s_report = Environment.GetEnvironmentVariable("PEERS_FUZZ_REPORT");

    private const string Passphrase = "a passphrase";

    /// <summary>Bytes of the peers that an import stored, which it may hold besides.</summary>
    private long _stays;

    private static readonly Task<BackupSecrets> s_secrets =
        Task.Run(async () => await BackupSecrets.BeginAsync(new PassphraseProvider(() => Passphrase), default));

    /// <summary>A kind of input, what it is made of, and how many spaces stand behind each part, so that it is just let in.</summary>
    public static TheoryData<string, string, int> Inputs
    {
        get
        {
            var inputs = new TheoryData<string, string, int>();
            foreach (var (kind, shape, spaces) in s_worst)
                inputs.Add(kind, shape, spaces);
            foreach (var kind in new[] { "record", "rescue", "dump", "import", "import of a dump" })
            {
                foreach (var shape in s_longTexts)
                    inputs.Add(kind, shape, 0);
            }

            return inputs;
        }
    }

    private static readonly (string Kind, string Shape, int Spaces)[] s_worst =
    [
        ("record", "addresses", 100), ("record", "odd addresses", 400), ("record", "unknown fields", 100),
        ("record", "entries of metadata", 60), ("record", "unknown list", 4), ("record", "addresses", 0), ("record", "unknown fields", 0),
        ("rescue", "wrong types in addresses", 400), ("rescue", "addresses", 0), ("rescue", "unknown fields", 400),
        ("rescue", "text that was cut", 0), ("rescue", "list that was cut", 100),
        ("export", "addresses", 100), ("export", "odd addresses", 450), ("export", "unknown fields", 100), ("export", "peers", 0),
        ("export", "entries of metadata", 60), ("export", "peers with a secret", 0), ("export", "peers with addresses", 0),
        ("export", "no peers", 32), ("export", "names left out", 8), ("export", "large peers", 0), ("export", "text", 0), ("export", "deep", 8),
        ("stream", "peers", 0), ("stream", "text", 0),
        ("dump", "addresses", 100), ("dump", "odd addresses", 450), ("dump", "peers", 0), ("dump", "peers with a secret", 0), ("dump", "text", 0),
        ("seal", "unknown fields", 0), ("seal", "peers", 0), ("seal", "text", 0), ("seal", "deep", 0),
        ("earlier seal", "peers", 0), ("earlier seal", "text", 0), ("earlier seal", "deep", 0),
        ("key-ring", "objects", 0), ("key-ring", "unknown list", 0), ("key-ring", "keys", 0), ("postgresql-log", "ones", 0), ("log-file", "records", 0),
        ("log-file", "short names", 0), ("log-file", "short names in one frame", 0), ("log-file", "short names in parts", 0),
        ("log-file", "short names, damaged", 0),
        ("import", "peers", 0), ("import", "the same peer", 0), ("import", "peers with a secret", 0), ("import", "peers with addresses", 0),
        ("import", "no peers", 32), ("import", "names left out", 8), ("import", "large peers", 0), ("import", "addresses", 130),
        ("import", "unknown fields", 100), ("import", "text", 0), ("import", "text to escape", 0),
        ("import of a dump", "peers", 0), ("import of a dump", "peers with a secret", 0), ("import of a dump", "addresses", 130),
        ("import of a backup", "peers", 0), ("import of a backup", "peers with a secret", 0),
    ];

    /// <summary>One text is all; or all but what makes the record odd, so that it is taken apart and put together again.</summary>
    private static readonly string[] s_longTexts =
    [
        "text to escape", "text of characters to escape", "secret to escape", "credential to escape", "metadata to escape", "unknown text",
        "unknown name", "unknown name to escape", "odd and text to escape", "odd and metadata", "odd and unknown text", "odd text",
        "odd instant", "odd texts", "odd key",
    ];

    [Theory, MemberData(nameof(Inputs)), Trait("Large", "")]
    public async Task Read_AMultitude_HoldsAtMostFiveTimesItsSize(string kind, string shape, int spaces)
    {
        var bytes = Bytes(kind, shape, spaces);
        var text = kind is "export" or "dump" or "import of a dump" ? Encoding.UTF8.GetString(bytes) : "";
        await ReadAsync(kind, "{}"u8.ToArray(), "{}"); // what is made once

        var isTaken = false;
        var allocated = await MemoryMeter.AllocatedAsync(async () => isTaken = await ReadAsync(kind, bytes, text));
        var limit = (Times(kind, shape) * bytes.Length) + Besides + _stays
            + (kind == "log-file" && shape != "records" ? MemoryInputs.ShortNames * BytesOfAName : 0);
        var held = allocated < limit && s_report is null ? allocated : await MemoryMeter.HeldAsync(() => ReadAsync(kind, bytes, text));

        var told = FormattableString.Invariant(
            $"{kind}\t{shape}\t{spaces}\t{(isTaken ? "taken" : "refused")}\theld {(double)held / bytes.Length:0.0}\tallocated {(double)allocated / bytes.Length:0.0}");
        output.WriteLine(told);
        if (s_report is not null)
            await File.AppendAllTextAsync(s_report, told + "\n");
        held.Should().BeLessThan(limit);
    }

    /// <summary>A record in a dump is a text of JSON in JSON, and is held apart while one of an odd form is.</summary>
    private static long Times(string kind, string shape) =>
        kind.EndsWith("dump", StringComparison.Ordinal) && shape.Split(' ')[0] is "odd" or "unknown" ? 6 : 5;

    private static byte[] Bytes(string kind, string shape, int spaces) => kind switch
    {
        "log-file" => MemoryInputs.Log(shape),
        "postgresql-log" => [.. Enumerable.Repeat((byte)1, MemoryInputs.Size)],
        "key-ring" => Encoding.UTF8.GetBytes(shape switch
        {
            "objects" => MemoryInputs.Repeat("""{"version":1,"keys":[""", "{}", "]}", spaces),
            "keys" => MemoryInputs.Repeat("""{"version":1,"keys":[{"wrapped":""" + "\"", "xAAA", "\"}]}", spaces),
            _ => MemoryInputs.Repeat("""{"version":1,"x":[""", "[]", "]}", spaces),
        }),
        "import of a backup" => Encoding.UTF8.GetBytes(MemoryInputs.Sealed(s_secrets.Result, Text(kind, shape, spaces))),
        _ => Encoding.UTF8.GetBytes(Text(kind, shape, spaces)),
    };

    private static string Text(string kind, string shape, int spaces)
    {
        if (!MemoryInputs.OnePeer.TryGetValue(shape, out var parts))
            parts = shape == "names left out" ? ("\"anna\"],\"leftOut\":[", MemoryInputs.ManyPeers[shape], "") : ("", MemoryInputs.ManyPeers[shape], "");
        var (start, entry, end) = parts;
        // A crowd is read and judged peer by peer, under a meter that collects all the while.
        // So is what an earlier version indented, a hundred lines for a hundred brackets.
        var size = MemoryInputs.Size / (
            (kind, shape) is ("earlier seal", "deep") ? 8
            : shape is "secret to escape" or "credential to escape" ? 3 // Larger ones are refused.
            : !kind.StartsWith("import", StringComparison.Ordinal) || shape == "large peers" ? 1
            : start.Length == 0 ? 8 : 2);
        return kind switch
        {
            "record" or "rescue" => MemoryInputs.Repeat(start, entry, end, spaces, size),
            "dump" or "import of a dump" when MemoryInputs.OnePeer.ContainsKey(shape) => MemoryInputs.Dump(MemoryInputs.Repeat(start, entry, end, spaces, size)),
            "dump" or "import of a dump" => MemoryInputs.Repeat("{", "\"mesh:peer:#\":" + JsonSerializer.Serialize(entry), "}", spaces, size),
            _ => MemoryInputs.Repeat("""{"version":"1.0.0","peers":[""" + start, entry, end + "]}", spaces, size),
        };
    }

    /// <returns>What was read, kept as long as it is measured; <c>null</c>: it was refused.</returns>
    private async Task<bool> ReadAsync(string kind, byte[] bytes, string text)
    {
        object? read = null;
        var isTaken = kind switch
        {
            "record" => PeerJson.TryRead(bytes, "anna", out var stored) && (read = stored) is not null,
            "rescue" => (read = PeerJson.Rescue(bytes, "anna", DateTimeOffset.UnixEpoch)) is not null,
            "import" or "import of a backup" => await FuzzTarget.RefusedBy<PeerPersistenceException>(
                () => ImportAsync(peers => peers.ImportFromAsync(
                    new MemoryStream(bytes), new() { Passphrase = kind == "import" || text == "{}" ? null : Passphrase }))),
            "import of a dump" => await FuzzTarget.RefusedBy<PeerPersistenceException>(
                () => ImportAsync(async peers => await peers.ImportDataAsync(await LocalStorageImport.ReadAsync(text)))),
            "key-ring" => await FuzzTarget.RefusedBy<SecretUnavailableException>(() => Task.FromResult(read = KeyRingFormat.Read(bytes))),
            "postgresql-log" => await FuzzTarget.RefusedBy<PeerPersistenceException>(() => Task.FromResult(read = WriterLog.Read(bytes))),
            "log-file" => await FuzzTarget.RefusedBy<PeerPersistenceException>(
                () => Task.FromResult(read = LogReader.Read(new MemoryFile(bytes), CancellationToken.None))),
            "dump" => await FuzzTarget.RefusedBy<PeerPersistenceException>(async () => read = await LocalStorageImport.ReadAsync(text)),
            "stream" => await FuzzTarget.RefusedBy<PeerPersistenceException>(async () => read =
                await PeerExportStream.ReadAsync(new MemoryStream(bytes), PeerExportJson.DefaultMaxSize, CancellationToken.None)),
            "seal" or "earlier seal" => await FuzzTarget.RefusedBy<JsonException>(async () =>
                read = BackupContent.IsSealed(await s_secrets, bytes, kind == "seal" ? "ps2.AAAA" : "AAAA")),
            _ => await FuzzTarget.RefusedBy<PeerPersistenceException>(() => Task.FromResult(read = PeerExport.Parse(text))),
        };
        GC.KeepAlive(read);
        return isTaken;
    }

    private async Task ImportAsync(Func<PeerPersistenceService, Task> import)
    {
        var store = new InMemoryKeyValueStore();
        await using var service = new PeerPersistenceService(store);
        await import(service);
        _stays = 0;
        await foreach (var (_, value) in store.ScanAsync("mesh:peer:"))
            _stays += value.Length;
    }
}
