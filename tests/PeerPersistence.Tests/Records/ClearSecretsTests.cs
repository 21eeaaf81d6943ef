using System.Text;
using System.Text.Json.Nodes;
using PeerPersistence.Tests.Storage.Files;

namespace PeerPersistence.Tests.Records;

/// <summary>A secret that the original left in clear: sealed when the store is opened, kept until it can be.</summary>
public sealed class ClearSecretsTests : IAsyncDisposable
{
    private const string Secret = "left-in-cl3ar";

    private readonly Setup _setup = new();
    private readonly DelegateKeyProvider _missing = new("missing", _ => throw new SecretUnavailableException("Not at hand."), (_, _) => default);

    public ValueTask DisposeAsync() => _setup.DisposeAsync();

    [Fact]
    public async Task Opening_SealsIt()
    {
        await LeaveInClearAsync(_setup.Store);

        await using var service = _setup.Another();

        (await service.GetPeerAsync("alice"))!.SharedSecret.Should().Be(Secret);
        (await TextAsync()).Should().NotContain(Secret);
        (await service.GetKeyUsageAsync()).Should().Equal(new KeyUsage(1, KeyState.Active, 1));
    }

    [Fact]
    public async Task Opening_WithoutTheMasterKey_EveryChangeKeepsIt()
    {
        await LeaveInClearAsync(_setup.Store);
        Func<IPeerPersistenceService, Task>[] changes =
        [
            service => service.StorePeerAsync(_setup.Friend("alice") with { DisplayName = "A" }),
            service => service.StorePeersAsync([_setup.Friend("alice"), _setup.Friend("bob")]),
            service => service.UpdatePeerAsync("alice", peer => peer with { DisplayName = "B" }),
            service => service.UpdateLastSeenAsync("alice"),
            service => service.UpdateConnectionQualityAsync("alice", new() { Success = true, Latency = TimeSpan.FromMilliseconds(5) }),
            service => service.RecordConnectedAsync("alice"),
            service => service.RecordDisconnectedAsync("alice", TimeSpan.FromMinutes(1)),
            service => service.RecordFailedAttemptAsync("alice"),
            service => service.ObserveMeshAsync(["alice"]),
            service => service.IntroducePeersAsync([_setup.Stranger("alice")], "bob"),
            service => service.SetPinnedAsync("alice", pinned: true),
            service => service.BlockAsync("alice"),
            service => service.UnblockAsync("alice"),
            service => service.AcceptKeyAsync("alice", """{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}"""),
            service => service.ImportDataAsync(new() { Peers = [_setup.Friend("alice") with { DisplayName = "C" }] }, new() { OnConflict = ImportConflict.Replace }),
            service => service.MaintainAsync(),
        ];
        foreach (var (change, number) in changes.Select((change, number) => (change, number)))
        {
            _setup.Time.Advance(TimeSpan.FromMinutes(1));
            await using var locked = _setup.Another(_missing);
            await change(locked);

            var alice = (await locked.GetPeerAsync("alice"))!;
            (alice.SharedSecret, alice.SecretStatus, alice.IsFriend).Should().Be((Secret, SecretStatus.Available, true), "after change {0}", number);
        }

        await using var unlocked = _setup.Another();
        (await unlocked.GetPeerAsync("alice"))!.SharedSecret.Should().Be(Secret);
        (await TextAsync()).Should().NotContain(Secret);
    }

    [Fact]
    public async Task Update_WithoutTheMasterKeyToNone_ForgetsIt()
    {
        await LeaveInClearAsync(_setup.Store);
        await using var locked = _setup.Another(_missing);

        await locked.UpdatePeerAsync("alice", peer => peer with { SharedSecret = null });

        (await locked.GetPeerAsync("alice"))!.SecretStatus.Should().Be(SecretStatus.None);
        (await TextAsync()).Should().NotContain(Secret);
    }

    [Fact]
    public async Task Update_WithoutTheMasterKeyToAnother_IsRefusedAndKeepsIt()
    {
        await LeaveInClearAsync(_setup.Store);
        await using var locked = _setup.Another(_missing);

        await locked.Awaiting(service => service.UpdatePeerAsync("alice", peer => peer with { SharedSecret = "another" })).Should().ThrowAsync<SecretUnavailableException>();
        await locked.Awaiting(service => service.StorePeerAsync(_setup.Friend("alice") with { SharedSecret = "another" })).Should().ThrowAsync<SecretUnavailableException>();

        (await locked.GetPeerAsync("alice"))!.SharedSecret.Should().Be(Secret);
        (await TextAsync()).Should().NotContain("another");
    }

    [Fact]
    public async Task Export_WithoutAPassphrase_DoesNotHoldIt()
    {
        await LeaveInClearAsync(_setup.Store);
        await using var locked = _setup.Another(_missing);

        var export = await locked.ExportDataAsync();

        export.ToJson().Should().NotContain(Secret);
        export.SecretsLeftOut.Should().Equal("alice");
    }

    [Fact]
    public async Task Opening_ClearOnePlantedBesideASealedOne_TakesTheSealedOne()
    {
        await _setup.Service.StorePeerAsync(_setup.Friend("alice") with { SharedSecret = "sealed", IceServers = [new("turn:turn.example.org", "user", "c")] });
        var record = JsonNode.Parse((await _setup.Store.TextAsync("mesh:peer:alice"))!)!;
        record["sharedSecret"] = "planted";
        record["iceServers"]![0]!["credential"] = "newer"; // so that the record is sealed again
        await _setup.Store.SetTextAsync("mesh:peer:alice", record.ToJsonString());

        await using var service = _setup.Another();

        (await service.GetPeerAsync("alice"))!.SharedSecret.Should().Be("sealed");
        (await TextAsync()).Should().NotContain("planted");
    }

    [Fact]
    public async Task Opening_File_LeavesNoneAmongItsBytes()
    {
        using var folder = new TempFolder();
        await using (var store = await FileKeyValueStore.OpenAsync(folder.StorePath))
            await LeaveInClearAsync(store);
        (await BytesAsync(folder)).Should().Contain(Secret);

        await using (var store = await FileKeyValueStore.OpenAsync(folder.StorePath))
        {
            await using var service = new PeerPersistenceService(store, _setup.Options, _setup.Keys, _setup.Time);
            (await service.GetPeerAsync("alice"))!.SharedSecret.Should().Be(Secret);
            (await BytesAsync(folder)).Should().NotContain(Secret);
        }
    }

    /// <summary>The store may have it open.</summary>
    private static async Task<string> BytesAsync(TempFolder folder)
    {
        await using var file = new FileStream(folder.StorePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    /// <summary>A record without a key beside it, as the original left it where it could not encrypt.</summary>
    private async Task LeaveInClearAsync(IKeyValueStore store)
    {
        await using (var service = new PeerPersistenceService(store, _setup.Options, _setup.Keys, _setup.Time))
            await service.StorePeerAsync(_setup.Friend("alice"));
        var record = JsonNode.Parse((await store.TextAsync("mesh:peer:alice"))!)!;
        record["sharedSecret"] = Secret;
        await store.SetTextAsync("mesh:peer:alice", record.ToJsonString());
    }

    private async Task<string> TextAsync() => string.Concat((await _setup.Store.DumpAsync()).Values);
}
