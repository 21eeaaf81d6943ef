using System.Text.Json;

namespace PeerPersistence.Tests.Service;

public sealed class SecretTests : IAsyncLifetime
{
    private readonly Setup _setup = new();
    private readonly FixedKeyProvider _wrong = new("a key of thirty-two bytes, tests"u8.ToArray());

    private IPeerPersistenceService Service => _setup.Service;

    public Task InitializeAsync() => Service.StorePeerAsync(_setup.Friend("alice") with { SharedSecret = "s3cret-in-clear", PublicKey = "key" });

    public async Task DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task StorePeer_Secret_IsNeverInClearInTheStore() =>
        string.Concat((await _setup.Store.DumpAsync()).Values).Should().NotContain("s3cret-in-clear");

    [Fact]
    public async Task WrongKey_ReadingGoesOnAndUpdatesCarryTheSecretAlong()
    {
        await using var locked = _setup.Another(_wrong);
        var peer = (await locked.GetPeerAsync("alice"))!;
        (peer.SharedSecret, peer.SecretStatus, peer.PublicKey).Should().Be((null, SecretStatus.KeyUnavailable, "key"));

        await locked.UpdatePeerAsync("alice", p => p with { DisplayName = "A" });
        await locked.UpdateLastSeenAsync("alice");
        await locked.StorePeerAsync(_setup.Friend("alice"));
        await locked.RecordConnectedAsync("alice");

        (await Service.GetPeerAsync("alice"))!.SharedSecret.Should().Be("s3cret-in-clear");
    }

    [Fact]
    public async Task WrongKey_NewSecret_IsRefusedAndNothingIsWritten()
    {
        await using var locked = _setup.Another(_wrong);
        var before = await _setup.Store.DumpAsync();

        foreach (var store in new Func<Task>[]
        {
            () => locked.StorePeerAsync(_setup.Friend("bob") with { SharedSecret = "x" }),
            () => locked.StorePeerAsync(_setup.Friend("alice") with { SharedSecret = "x" }),
            () => locked.UpdatePeerAsync("alice", p => p with { SharedSecret = "x" }),
        })
            await store.Should().ThrowAsync<SecretUnavailableException>();

        (await _setup.Store.DumpAsync()).Should().Equal(before);
    }

    [Fact]
    public async Task KeyRingLost_WhileSealedDataExists_NothingIsMinted()
    {
        await _setup.Store.CommitAsync(new KeyValueBatch().Remove("mesh:encryption:key"));
        await using var later = _setup.Another();

        (await later.GetPeerAsync("alice"))!.SecretStatus.Should().Be(SecretStatus.KeyUnavailable);
        await FluentActions.Awaiting(() => later.StorePeerAsync(_setup.Friend("bob") with { SharedSecret = "x" })).Should().ThrowAsync<SecretUnavailableException>();
        (await _setup.Store.TextAsync("mesh:encryption:key")).Should().BeNull();
    }

    [Fact]
    public async Task WrongKey_StatusSetToNone_ForgetsTheSecret()
    {
        await using var locked = _setup.Another(_wrong);

        await locked.UpdatePeerAsync("alice", p => p with { SecretStatus = SecretStatus.None });

        (await Service.GetPeerAsync("alice"))!.SecretStatus.Should().Be(SecretStatus.None);
    }

    [Fact]
    public async Task EnvelopeOfAnotherPeer_DoesNotOpen()
    {
        await Service.StorePeerAsync(_setup.Friend("bob") with { SharedSecret = "bob's" });
        var bobs = JsonDocument.Parse((await _setup.Store.TextAsync("mesh:peer:bob"))!).RootElement.GetProperty("encryptedSecret").GetString()!;
        var record = (await _setup.Store.TextAsync("mesh:peer:alice"))!;
        var alices = JsonDocument.Parse(record).RootElement.GetProperty("encryptedSecret").GetString()!;
        await _setup.Store.SetTextAsync("mesh:peer:alice", record.Replace(alices, bobs, StringComparison.Ordinal));

        var alice = (await Service.GetPeerAsync("alice"))!;

        (alice.SecretStatus, alice.SharedSecret).Should().Be((SecretStatus.Damaged, null));
        await Service.UpdateLastSeenAsync("alice");
        (await _setup.Store.TextAsync("mesh:peer:alice")).Should().Contain(bobs, "what cannot be opened is carried along");
    }

    [Fact]
    public async Task EnvelopeOfThePast_PutBack_DoesNotOpen()
    {
        var old = JsonDocument.Parse((await _setup.Store.TextAsync("mesh:peer:alice"))!).RootElement.GetProperty("encryptedSecret").GetString()!;
        _setup.Time.Advance(TimeSpan.FromMinutes(1));
        await Service.RemovePeerAsync("alice");
        await Service.StorePeerAsync(_setup.Friend("alice") with { SharedSecret = "new" });
        var record = (await _setup.Store.TextAsync("mesh:peer:alice"))!;
        var current = JsonDocument.Parse(record).RootElement.GetProperty("encryptedSecret").GetString()!;

        await _setup.Store.SetTextAsync("mesh:peer:alice", record.Replace(current, old, StringComparison.Ordinal));

        (await Service.GetPeerAsync("alice"))!.SecretStatus.Should().Be(SecretStatus.Damaged);
    }

    [Fact]
    public async Task NothingSecret_InTextsAndLogs()
    {
        var peer = (await Service.GetPeerAsync("alice"))! with { LastKnownIP = "198.51.100.7", IceServers = [new() { Urls = ["turn:198.51.100.8"], Credential = "cr3d" }], CachedCandidates = [new() { Candidate = "candidate 198.51.100.9" }] };
        var export = await Service.ExportDataAsync();
        var candidates = await Service.GetReconnectionCandidatesAsync();
        await using var locked = _setup.Another(_wrong);
        var refused = await FluentActions.Awaiting(() => locked.StorePeerAsync(peer with { SharedSecret = "other-s3cret" })).Should().ThrowAsync<SecretUnavailableException>();

        string[] texts =
        [
            peer.ToString(), peer.IceServers[0].ToString(), peer.CachedCandidates[0].ToString(), export.ToString(), export.ToJson(), candidates[0].ToString(),
            new ExportOptions { Passphrase = "p4ss" }.ToString(), new ImportOptions { Passphrase = "p4ss" }.ToString(),
            refused.Which.ToString(), .. _setup.Logger.Entries.Select(entry => entry.Text),
        ];

        foreach (var secret in new[] { "s3cret", "198.51.100", "cr3d", "p4ss" })
            texts.Should().NotContain(text => text.Contains(secret, StringComparison.Ordinal));
    }
}
