using System.Text.Json;
using PeerPersistence.Tests.Protection;
using PeerPersistence.Tests.Storage.Files;

namespace PeerPersistence.Tests.Service;

/// <summary>TURN credentials lie in the store as shared secrets do: sealed, each bound to its peer, its server and its place in time.</summary>
public sealed class TurnCredentialTests : IAsyncLifetime
{
    private const string Credential = "turn-cr3dential";

    private static readonly IceServer s_stun = new("stun:stun.example.org");
    private static readonly IceServer s_turn = new("turn:turn.example.org", "user", Credential);

    private readonly Setup _setup = new();

    private IPeerPersistenceService Service => _setup.Service;

    public Task InitializeAsync() => Service.StorePeerAsync(_setup.Friend("alice") with { IceServers = [s_stun, s_turn] });

    public async Task DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task Credential_Stored_IsGivenBackAndInClearNowhere()
    {
        var peer = (await Service.GetPeerAsync("alice"))!;
        var export = await Service.ExportDataAsync();

        peer.IceServers.Should().Equal(s_stun, s_turn);
        string[] texts =
        [
            .. (await _setup.Store.DumpAsync()).Values, export.ToJson(), export.ToString(), JsonSerializer.Serialize(export),
            JsonSerializer.Serialize(peer), peer.ToString(), s_turn.ToString(), .. _setup.Logger.Entries.Select(entry => entry.Text),
        ];
        texts.Should().NotContain(text => text.Contains(Credential, StringComparison.Ordinal));
        export.SecretsLeftOut.Should().Equal("alice");
        (export with { Peers = [peer] }).ToJson().Should().NotContain(Credential, "an application may put peers into an export itself");
        PeerExport.Parse(export.ToJson()).Peers.Single().IceServers.Should().Equal(s_stun, s_turn with { Credential = null });
    }

    [Fact]
    public async Task Credential_InAFile_IsNotAmongItsBytes()
    {
        using var folder = new TempFolder();
        await using (var store = await FileKeyValueStore.OpenAsync(folder.StorePath))
        await using (var setup = new Setup(store: store))
        {
            await setup.Service.StorePeerAsync(setup.Friend("alice") with { IceServers = [s_turn] });
            await setup.Service.UpdatePeerAsync("alice", peer => peer with { DisplayName = "A" });
        }

        var bytes = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(folder.StorePath));
        bytes.Should().Contain("turn.example.org").And.NotContain(Credential);
    }

    [Fact]
    public async Task Credential_StoredAgain_KeepsItsEnvelope()
    {
        var before = await _setup.EnvelopeOfServerAsync("alice", 1);

        await Service.StorePeerAsync((await Service.GetPeerAsync("alice"))!);
        await Service.UpdatePeerAsync("alice", peer => peer with { DisplayName = "A" });
        await Service.StorePeerAsync(
            _setup.Friend("alice") with { SharedSecret = "secret", IceServers = [s_turn with { Credential = null }, s_stun] });

        (await _setup.EnvelopeOfServerAsync("alice")).Should().Be(before);
        (await Service.GetPeerAsync("alice"))!.IceServers.Should().Equal(s_turn, s_stun);
    }

    [Fact]
    public async Task Credential_ChangedMovedOrTakenAwayByAnUpdate_IsAsTheUserSays()
    {
        var moved = s_turn with { Urls = ["turn:other.example.org"] };

        await Service.UpdatePeerAsync("alice", peer => peer with { IceServers = [s_turn with { Credential = "another" }, moved] });
        (await Service.GetPeerAsync("alice"))!.IceServers.Should().Equal(s_turn with { Credential = "another" }, moved);

        await Service.UpdatePeerAsync("alice", peer => peer with { IceServers = [s_turn with { Credential = null }, moved] });
        (await Service.GetPeerAsync("alice"))!.IceServers.Should().Equal(s_turn with { Credential = null }, moved);
        (await _setup.EnvelopeOfServerAsync("alice")).Should().BeNull();
    }

    [Fact]
    public async Task Credentials_OfServersAlike_AreEachItsOwn()
    {
        IceServer[] alike = [s_turn, s_turn with { Credential = "second" }, s_turn with { Username = null, Credential = "third" }];

        await Service.StorePeerAsync(_setup.Friend("bob") with { IceServers = alike });

        (await Service.GetPeerAsync("bob"))!.IceServers.Should().Equal(alike);
    }

    [Fact]
    public async Task Envelope_OfAnotherServerPeerOrTime_DoesNotOpen()
    {
        await Service.StorePeerAsync(_setup.Friend("bob") with { IceServers = [s_turn with { Credential = "bob's" }, s_turn with { Username = "u", Credential = "x" }] });
        var (old, other) = (await _setup.EnvelopeOfServerAsync("alice", 1), await _setup.EnvelopeOfServerAsync("bob"));
        var ofOtherUser = await _setup.EnvelopeOfServerAsync("bob", 1);
        await Service.UpdatePeerAsync("alice", peer => peer with { IceServers = [s_turn with { Credential = "new" }] });

        foreach (var wrong in new[] { old, other })
        {
            await _setup.ChangeServersAsync("alice", servers => servers[0]!["encryptedCredential"] = wrong);
            (await Service.GetPeerAsync("alice"))!.IceServers.Should().Equal(s_turn with { Credential = null });
        }

        await _setup.ChangeServersAsync("bob", servers => servers[0]!["encryptedCredential"] = ofOtherUser);
        (await Service.GetPeerAsync("bob"))!.IceServers[0].Credential.Should().BeNull();
        _setup.Logger.Entries.Should().ContainSingle(entry => entry.Id.Id == 204, "it is damage, told once");
    }

    [Fact]
    public async Task Credential_ToldOfAStranger_IsNotTaken()
    {
        await Service.IntroducePeersAsync([_setup.Friend("carol") with { IceServers = [s_turn] }], "alice");

        (await Service.GetPeerAsync("carol"))!.IceServers.Should().Equal(s_turn with { Credential = null });
        (await _setup.EnvelopeOfServerAsync("carol")).Should().BeNull();
        Introduction.OfStranger(_setup.Friend("carol") with { IceServers = [s_turn] }, "alice", _setup.Now).Peer.IceServers
            .Should().Equal(s_turn with { Credential = null });
    }

    [Fact]
    public async Task KeyUsage_CountsCredentials()
    {
        await Service.UpdatePeerAsync("alice", peer => peer with { SharedSecret = "secret" });

        (await Service.GetKeyUsageAsync()).Should().Equal(new KeyUsage(1, KeyState.Active, 2));
    }

    [Fact]
    public async Task StartOver_ForgetsCredentialsAndKeepsServers()
    {
        await using var lost = _setup.Another(new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray()));

        (await lost.StartOverWithNewKeyAsync()).Should().Be(1);

        (await lost.GetPeerAsync("alice"))!.IceServers.Should().Equal(s_stun, s_turn with { Credential = null });
        await lost.StorePeerAsync(_setup.Friend("alice") with { IceServers = [s_turn] });
        (await lost.GetPeerAsync("alice"))!.IceServers.Should().Equal(s_turn);
    }

    [Fact]
    public async Task NoCipher_ServerIsStoredWithoutItsCredential_ToldOnce()
    {
        var logger = new RecordingLogger<PeerPersistenceService>();
        var cipher = new EnvelopeCipher(new MissingCipher(), EnvelopeCipher.Default.Random);
        using var protector = new SecretProtector(_setup.Store, "mesh:encryption:key", _setup.Keys, cipher);
        var credentials = new PeerCredentials(protector, new(new(null, _setup.Time), logger), _setup.Time);
        var given = new StoredPeer { Peer = _setup.Friend("bob") with { IceServers = [s_stun, s_turn] } };

        var stored = await SealAsync(inStore: null);
        await SealAsync(inStore: null);

        stored.Peer.IceServers.Should().Equal(s_stun, s_turn with { Credential = null });
        stored.Credentials.Should().BeEmpty();
        logger.Entries.Should().ContainSingle().Which.Id.Id.Should().Be(209);
        (await SealAsync(inStore: given.Peer)).Peer.IceServers.Should().Equal([s_stun, s_turn], "what lies there in clear is not lost");

        async Task<StoredPeer> SealAsync(PeerData? inStore) =>
            await credentials.SealAsync(given, opened: null, inStore, mayForget: true, (_, _) => throw new InvalidOperationException());
    }
}
