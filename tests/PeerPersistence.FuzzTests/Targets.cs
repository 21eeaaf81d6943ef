using System.Text;
using MeshChat;
using static PeerPersistence.FuzzTests.FuzzTarget;

namespace PeerPersistence.FuzzTests;

/// <summary>All that reads what others may have written.</summary>
internal static class Targets
{
    /// <summary>The key and the place under which the corpus of envelopes was sealed.</summary>
    public static readonly byte[] EnvelopeKey = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    public static readonly byte[] EnvelopePlace = Encoding.UTF8.GetBytes("place");

    private static readonly Lazy<HashSet<string>> s_sealed = new(
        () => [.. Directory.GetFiles(Path.Combine(CorpusFolder, "envelopes")).Select(File.ReadAllText)]);

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("log-file", LogAsync, FrameChecksums.Mend),
        new("envelopes", EnvelopeAsync),
        new("key-rings", bytes => RefusedBy<SecretUnavailableException>(() => Task.FromResult(KeyRingFormat.Read(bytes)))),
        new("records", RecordAsync),
        new("exports", ExportAsync),
        new("dumps", DumpAsync),
        new("postgresql-logs", bytes => RefusedBy<PeerPersistenceException>(() => Task.FromResult(WriterLog.Read(bytes)))),
        new("meshchat-frames", FramesAsync),
    ];

    private static Task<bool> LogAsync(byte[] bytes) => RefusedBy<PeerPersistenceException>(() =>
    {
        var log = LogReader.Read(new MemoryFile(bytes), CancellationToken.None);
        if (log.Locations.In(0, log.Locations.Places).Any(each => each.Value.Length > bytes.Length))
            throw new InvalidOperationException("A value is longer than the file.");
        return Task.CompletedTask;
    });

    private static async Task<bool> EnvelopeAsync(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        if (Envelope.FromText(text) is not { } envelope)
            return false;
        var opened = await EnvelopeCipher.Default.OpenAsync(EnvelopeKey, envelope, EnvelopePlace, CancellationToken.None);
        if (opened.Plaintext is not null && !s_sealed.Value.Contains(text))
            throw new InvalidOperationException("What nobody sealed opened.");
        return opened.Plaintext is not null;
    }

    private static Task<bool> RecordAsync(byte[] bytes)
    {
        PeerJson.Rescue(bytes, "anna", DateTimeOffset.UnixEpoch);
        if (!PeerJson.TryRead(bytes, "anna", out var stored))
            return Task.FromResult(false);
        _ = PeerSummaries.Of(stored);
        var written = PeerJson.Write(stored);
        if (PeerJson.Read(written, "anna").Peer != stored.Peer)
            throw new InvalidOperationException("A record reads otherwise when it was written again.");
        return Task.FromResult(true);
    }

    private static Task<bool> ExportAsync(byte[] bytes) => RefusedBy<PeerPersistenceException>(
        () => ImportAsync(PeerExport.Parse(PeerExport.Parse(Encoding.UTF8.GetString(bytes)).ToJson())));

    private static Task<bool> DumpAsync(byte[] bytes) => RefusedBy<PeerPersistenceException>(
        async () => await ImportAsync(await LocalStorageImport.ReadAsync(Encoding.UTF8.GetString(bytes))));

    /// <summary>Into a store with a friend, who stays.</summary>
    private static async Task ImportAsync(PeerExport export)
    {
        using var keys = new FixedKeyProvider(EnvelopeKey);
        await using var service = new PeerPersistenceService(new InMemoryKeyValueStore(), new() { MaxPeers = 20 }, keys);
        await service.StorePeerAsync(new() { PeerId = "friend", IsPinned = true, SharedSecret = "secret" });
        await service.ImportDataAsync(export);
        if (await service.GetPeerAsync("friend") is not { IsPinned: true, SharedSecret: "secret" })
            throw new InvalidOperationException("An import cost a friend.");
        await service.QueryPeersAsync();
    }

    private static Task<bool> FramesAsync(byte[] bytes) => RefusedBy<ProtocolException>(async () =>
    {
        using var stream = new MemoryStream(bytes);
        while (await Frames.ReadAsync(stream, WireLimits.Frame, CancellationToken.None) is not null)
        {
        }
    });
}
