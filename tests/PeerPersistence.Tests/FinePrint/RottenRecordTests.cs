using PeerPersistence.Tests.Storage.Files;

namespace PeerPersistence.Tests.FinePrint;

/// <summary>A record whose bytes rot in the file while it is open costs no other, before it is opened again and after.</summary>
public sealed class RottenRecordTests : IAsyncLifetime
{
    private const string Rotten = "mesh:peer:broken";

    private static readonly string[] Destroying =
        ["remove", "remove several", "lru", "start over", "rotate", "change key", "clear"];

    private readonly TempFolder _folder = new();
    private readonly FixedKeyProvider _keys = new("a key of thirty-two bytes, tests"u8.ToArray());
    private FileKeyValueStore _store = null!;
    private PeerPersistenceService _service = null!;

    public static TheoryData<string> Calls => new(EveryCall.Names);

    public async Task InitializeAsync()
    {
        _store = await FileKeyValueStore.OpenAsync(_folder.StorePath);
        _service = new(_store, new(), _keys);
        foreach (var peerId in new[] { "a", "broken", "c" })
            await _service.StorePeerAsync(PeerData.Create(peerId) with { DisplayName = peerId, SharedSecret = "s" });
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        await _store.DisposeAsync();
        _keys.Dispose();
        _folder.Dispose();
    }

    [Theory, MemberData(nameof(Calls))]
    public async Task AnyCall_BesideARottenRecord_Works(string call)
    {
        await RotAsync(Rotten);

        await EveryCall.RunAsync(call, _service);

        await using var another = new PeerPersistenceService(_store, new(), _keys);
        (await another.GetAllPeerIdsAsync()).Contains("broken").Should().Be(call != "clear");
        await _store.CompactAsync();
    }

    [Fact]
    public async Task RottenRecord_Read_SaysSoAndIsHealedByStoring()
    {
        await RotAsync(Rotten);

        await _service.Awaiting(service => service.GetPeerAsync("broken")).Should().ThrowAsync<PeerDataCorruptedException>();
        (await _service.QueryPeersAsync()).Select(peer => peer.PeerId).Should().BeEquivalentTo("a", "c");
        (await _service.ExportDataAsync()).Peers.Should().HaveCount(2);

        await _service.StorePeerAsync(PeerData.Create("broken") with { DisplayName = "healed" });
        (await _service.GetPeerAsync("broken"))!.DisplayName.Should().Be("healed");
        await RotAsync(Rotten);
        (await _service.RemovePeerAsync("broken")).Should().BeTrue();
        (await _service.GetAllPeerIdsAsync()).Should().Equal("a", "c");
    }

    /// <summary>Whatever the service keeps in the store: what fails is what needs that very value.</summary>
    [Fact]
    public async Task AnyCall_AnyValueRots_FailsOnlyWhereItIsNeeded()
    {
        await _service.DisposeAsync();
        List<string> failed = [];
        foreach (var key in (await _store.AllAsync()).Keys)
        {
            var good = (await _store.GetAsync(key))!.Value.ToArray();
            await RotAsync(key);
            await using (var service = new PeerPersistenceService(_store, new(), _keys))
            {
                foreach (var call in EveryCall.Names.Except(Destroying))
                {
                    if (await FailureAsync(call, service) is { } failure)
                        failed.Add($"{key}, {call}: {failure}");
                }
            }

            await _store.CommitAsync(new KeyValueBatch().Set(key, good));
        }

        failed.Should().Equal(
            "mesh:encryption:key, key usage: SecretUnavailableException",
            "mesh:encryption:key, store new: SecretUnavailableException",
            "mesh:peer:a, get: PeerDataCorruptedException",
            "mesh:peer:a, addresses: PeerDataCorruptedException");
    }

    /// <summary>A new peer changes an index page and the metadata, too.</summary>
    [Fact]
    public async Task StorePeer_AnyOtherValueRottedMeanwhile_LosesNobody()
    {
        foreach (var key in (await _store.AllAsync()).Keys.Where(key => !key.StartsWith("mesh:peer:", StringComparison.Ordinal)))
        {
            var good = (await _store.GetAsync(key))!.Value.ToArray();
            await _store.CommitAsync(new KeyValueBatch().Set(key, good)); // So it is the last such bytes in the file, however few.
            await RotAsync(key);

            await _service.StorePeerAsync(PeerData.Create($"beside {key}"));
            await _service.UpdatePeerAsync("a", peer => peer with { DisplayName = $"beside {key}" });

            await using var another = new PeerPersistenceService(_store, new(), _keys);
            (await another.GetAllPeerIdsAsync()).Should().Contain(["a", "broken", "c", $"beside {key}"]);
            (await another.GetPeerAsync("a"))!.DisplayName.Should().Be($"beside {key}");
            if ((await _store.GetAsync(key))!.Value.IsEmpty)
                await _store.CommitAsync(new KeyValueBatch().Set(key, good));
        }
    }

    [Fact]
    public async Task EncryptedRecords_OneRots_TheOthersAreRead()
    {
        var encrypted = EncryptedKeyValueStore.Create(_store, _keys);
        await using var service = new PeerPersistenceService(encrypted);
        await service.StorePeersAsync([PeerData.Create("a"), PeerData.Create("b"), PeerData.Create("c")]);
        var longest = (await _store.AllAsync("encrypted:record:")).MaxBy(record => record.Value.Length).Key;
        await RotAsync(longest);

        await _store.CompactAsync();

        (await service.QueryPeersAsync()).Should().HaveCount(2);
        (await service.GetReconnectionCandidatesAsync()).Should().HaveCount(2);
        (await service.ReconnectAsync((_, _) => Task.FromResult(true))).Connected.Should().ContainSingle();
        (await service.ExportDataAsync()).Peers.Should().HaveCount(2);
        (await encrypted.RotateKeysAsync()).Should().BePositive();
        await service.ClearAllAsync();
        (await service.GetAllPeerIdsAsync()).Should().BeEmpty();
    }

    private static async Task<string?> FailureAsync(string call, IPeerPersistenceService service)
    {
        try
        {
            await EveryCall.RunAsync(call, service);
            return null;
        }
        catch (PeerPersistenceException e)
        {
            return e.GetType().Name;
        }
    }

    private async Task RotAsync(string key)
    {
        var value = (await _store.GetAsync(key))!.Value;
        await using var file = new FileStream(_folder.StorePath, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes);
        file.Position = bytes.AsSpan().LastIndexOf(value.Span) + value.Length / 2;
        file.WriteByte((byte)'#');
    }
}
