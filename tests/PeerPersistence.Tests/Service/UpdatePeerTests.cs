namespace PeerPersistence.Tests.Service;

public sealed class UpdatePeerTests : IAsyncLifetime
{
    private readonly Setup _setup = new();

    private IPeerPersistenceService Service => _setup.Service;

    public Task InitializeAsync() => Service.StorePeerAsync(_setup.Friend("alice") with { SharedSecret = "s3cret", PublicKey = "key", DisplayName = "A" });

    public async Task DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task UpdatePeer_SomeFields_SetsExactlyThem()
    {
        (await Service.UpdatePeerAsync("alice", peer => peer with { DisplayName = "Alice", ReconnectionAttempts = 2, LastSeen = _setup.Now.AddDays(-1) })).Should().BeTrue();

        var stored = (await Service.GetPeerAsync("alice"))!;
        (stored.DisplayName, stored.ReconnectionAttempts, stored.LastSeen, stored.SharedSecret, stored.PublicKey)
            .Should().Be(("Alice", 2, _setup.Now.AddDays(-1), "s3cret", "key"));
    }

    [Fact]
    public async Task UpdatePeer_NullKeyAndSecret_ForgetsBoth()
    {
        await Service.UpdatePeerAsync("alice", peer => peer with { PublicKey = null, SharedSecret = null });

        var stored = (await Service.GetPeerAsync("alice"))!;
        (stored.PublicKey, stored.SharedSecret, stored.SecretStatus).Should().Be((null, null, SecretStatus.None));
    }

    [Fact]
    public async Task UpdatePeer_NewKeyAndSecret_ReplacesBoth()
    {
        await Service.UpdatePeerAsync("alice", peer => peer with { PublicKey = "new key", SharedSecret = "new" });

        var stored = (await Service.GetPeerAsync("alice"))!;
        (stored.PublicKey, stored.SharedSecret).Should().Be(("new key", "new"));
    }

    [Fact]
    public async Task UpdatePeer_Unknown_ReturnsFalseAndDoesNotCall()
    {
        var called = false;
        (await Service.UpdatePeerAsync("nobody", peer =>
        {
            called = true;
            return peer;
        })).Should().BeFalse();
        called.Should().BeFalse();
    }

    [Fact]
    public async Task UpdatePeer_BadFunction_ThrowsAndChangesNothing()
    {
        var before = await _setup.Store.TextAsync("mesh:peer:alice");

        await Throws<ArgumentException>(_ => null!);
        await Throws<ArgumentException>(peer => peer with { PeerId = "bob" });
        await Throws<ArgumentException>(peer => peer with { ReconnectionAttempts = -1 });
        await Throws<TimeZoneNotFoundException>(_ => throw new TimeZoneNotFoundException());

        (await _setup.Store.TextAsync("mesh:peer:alice")).Should().Be(before);

        async Task Throws<T>(Func<PeerData, PeerData> update) where T : Exception =>
            await FluentActions.Awaiting(() => Service.UpdatePeerAsync("alice", update)).Should().ThrowAsync<T>();
    }

    [Fact]
    public async Task UpdatePeer_SecretLeftAlone_CopiesItsEnvelopeByteForByte()
    {
        var before = await EnvelopeAsync();

        await Service.UpdatePeerAsync("alice", peer => peer with { DisplayName = "Alice" });
        await Service.StorePeerAsync(_setup.Friend("alice") with { SharedSecret = "s3cret" });
        await Service.StorePeerAsync(_setup.Friend("alice"));
        await Service.UpdateLastSeenAsync("alice");

        (await EnvelopeAsync()).Should().Be(before);
    }

    [Fact]
    public async Task UpdatePeer_WhileAnotherServiceWrites_CallsAgainWithTheNewerState()
    {
        await using var other = _setup.Another();
        var calls = 0;
        await Service.UpdatePeerAsync("alice", peer =>
        {
            if (calls++ == 0)
                other.UpdatePeerAsync("alice", theirs => theirs with { LastKnownIP = "192.0.2.1" }).GetAwaiter().GetResult();
            return peer with { DisplayName = "Alice" };
        });

        var stored = (await Service.GetPeerAsync("alice"))!;
        (calls, stored.DisplayName, stored.LastKnownIP).Should().Be((2, "Alice", "192.0.2.1"));
    }

    private async Task<string> EnvelopeAsync()
    {
        var record = (await _setup.Store.TextAsync("mesh:peer:alice"))!;
        return System.Text.Json.JsonDocument.Parse(record).RootElement.GetProperty("encryptedSecret").GetString()!;
    }
}
