using System.Collections.Concurrent;
using System.Text;
using PeerPersistence.Testing;
using PeerPersistence.Tests.Storage.Files;

namespace PeerPersistence.Tests.Protection;

/// <summary>A life of operations, and every byte that was written in it searched for what must not be there.</summary>
public sealed class NothingInClearTests : IDisposable
{
    private const string Passphrase = "a passphrase for the backup";

    // One is longer than the pieces in which files are read and copied, once sealed, and short enough for little memory.
    private static readonly string[] Secrets = ["first-s3cret-0123456789", "second \"s3cret\" <ü🔑> \\ 0123456789", "third-s3cret-0123456789", new('z', 100_000), "imported-s3cret-0123456789"];

    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingLogger<PeerPersistenceService> _logger = new();
    private readonly List<byte[]> _files = [];
    private readonly List<string> _texts = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LifeOfOperations_EveryByteWritten_HoldsNoSecretAndNoKey(bool encryptRecords)
    {
        var (before, after) = (new SpiedProvider(11), new SpiedProvider(22));
        await using var file = await FileKeyValueStore.OpenAsync(_folder.StorePath);
        var written = new RecordingKeyValueStore(file);
        using var encrypted = EncryptedKeyValueStore.Create(written, before);
        IKeyValueStore store = encryptRecords ? encrypted : written;

        await LiveAsync(store, before, after, () => encryptRecords ? encrypted.ChangeMasterKeyAsync(after) : Task.CompletedTask, file);

        IEnumerable<ReadOnlyMemory<byte>> values = written.Calls.Where(call => call.Committed == true).SelectMany(call => call.Call.Batch!.Changes)
            .SelectMany(change => new[] { Encoding.UTF8.GetBytes(change.Key), change.Value ?? default });
        var texts = _texts.Concat(_logger.Entries.Select(entry => entry.Text)).Select(text => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(text)));
        var everything = values.Concat(_files.Select(file => new ReadOnlyMemory<byte>(file))).Concat(texts);
        byte[][] keys = [before.MasterKey, after.MasterKey, .. before.DataKeys, .. after.DataKeys];
        string[] searched = [.. Secrets.Append(Passphrase).Select(secret => secret.Length > 100 ? secret[..100] : secret)];
        everything.Count().Should().BeGreaterThan(40);
        keys.Should().HaveCountGreaterThan(6);
        foreach (var bytes in everything)
        {
            searched.Where(secret => Plaintext.IsIn(bytes.Span, secret)).Should().BeEmpty();
            keys.Where(key => Plaintext.IsIn(bytes.Span, key)).Should().BeEmpty();
            if (encryptRecords)
                bytes.Span.IndexOf("mesh:peer:"u8).Should().Be(-1);
        }
    }

    [Fact]
    public void Plaintext_InEverySpelling_IsFound()
    {
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 37))];
        foreach (var before in new[] { 0, 1, 2, 3 })
        {
            byte[] bytes = [.. new byte[before], .. key, 1, 2, 3];
            string[] spellings = [Convert.ToBase64String(bytes), Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_').TrimEnd('='), Convert.ToHexString(bytes)];
            spellings.Where(text => !Plaintext.IsIn(Encoding.UTF8.GetBytes(text), key)).Should().BeEmpty();
            Plaintext.IsIn(bytes, key).Should().BeTrue();
        }

        Plaintext.IsIn(Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(Secrets[1])), Secrets[1]).Should().BeTrue();
        Plaintext.IsIn(Encoding.Unicode.GetBytes(Secrets[1]), Secrets[1]).Should().BeTrue();
        Plaintext.IsIn(Encoding.UTF8.GetBytes("nothing of it"), Secrets[1]).Should().BeFalse();
    }

    private async Task LiveAsync(IKeyValueStore store, SpiedProvider before, SpiedProvider after, Func<Task> changeRecordKey, FileKeyValueStore file)
    {
        await using var service = new PeerPersistenceService(store, new(), before, _time, _logger);
        await using var elsewhere = new PeerPersistenceService(new InMemoryKeyValueStore(), new(), new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray()), _time);
        await elsewhere.StorePeerAsync(Peer("imported", 4));
        var foreign = (await elsewhere.ExportDataAsync(new() { Passphrase = Passphrase })).ToJson();
        Func<Task>[] steps =
        [
            () => service.StorePeersAsync([Peer("a", 0), Peer("b", 3), PeerData.Create("c", _time.GetUtcNow())]),
            () => service.UpdatePeerAsync("a", peer => peer with { SharedSecret = Secrets[1] }),
            () => service.StorePeerAsync(Peer("c", 2)),
            () => service.RecordConnectedAsync("a", new() { Latency = TimeSpan.FromMilliseconds(20) }),
            () => service.RotateKeysAsync(),
            () => service.ChangeMasterKeyAsync(after),
            changeRecordKey,
            async () => _texts.Add((await service.ExportDataAsync()).ToJson()),
            async () => _texts.Add((await service.ExportDataAsync(new() { Passphrase = Passphrase, IncludePresence = true })).ToJson()),
            () => service.ImportDataAsync(PeerExport.Parse(foreign), new() { Passphrase = Passphrase }),
            async () => _texts.Add((await FluentActions.Awaiting(() => service.ImportDataAsync(PeerExport.Parse(foreign), new() { Passphrase = "another" })).Should().ThrowAsync<SecretUnavailableException>()).Which.ToString()),
            () => service.RotateKeysAsync(),
            () => service.RemovePeerAsync("b"),
            () => file.CompactAsync(),
            () => service.ClearAllAsync(),
            () => service.StorePeerAsync(Peer("a", 0)),
        ];
        foreach (var step in steps)
        {
            await step();
            foreach (var content in _folder.Contents)
                Keep(content);
        }

        (await service.GetPeerAsync("a"))!.SharedSecret.Should().Be(Secrets[0]);
    }

    // A file that only grew holds what it held before: of sixteen copies a few are left.
    private void Keep(byte[] content)
    {
        _files.RemoveAll(earlier => content.AsSpan().StartsWith(earlier));
        _files.Add(content);
    }

    private PeerData Peer(string peerId, int secret) => PeerData.Create(peerId, _time.GetUtcNow()) with { SharedSecret = Secrets[secret] };

    /// <summary>Remembers the data keys that it saw.</summary>
    private sealed class SpiedProvider(byte seed) : IMasterKeyProvider
    {
        private readonly FixedKeyProvider _inner = new(Key(seed));
        private readonly ConcurrentDictionary<string, byte[]> _dataKeys = new();

        public byte[] MasterKey { get; } = Key(seed);

        public IEnumerable<byte[]> DataKeys => _dataKeys.Values;

        public string Name => _inner.Name;

        public KeyStrength Strength => _inner.Strength;

        public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default)
        {
            Remember(dataKey.ToArray());
            return _inner.WrapAsync(dataKey, associatedData, cancellationToken);
        }

        public async ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default)
        {
            var dataKey = await _inner.UnwrapAsync(wrapped, associatedData, cancellationToken);
            Remember(dataKey.ToArray());
            return dataKey;
        }

        private static byte[] Key(byte seed)
        {
            var key = new byte[32];
            new Random(seed).NextBytes(key);
            return key;
        }

        private void Remember(byte[] dataKey) => _dataKeys[Convert.ToHexString(dataKey)] = dataKey;
    }
}
