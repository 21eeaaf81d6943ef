using System.Text.Json.Nodes;
using PeerPersistence.Tests.Protection;

namespace PeerPersistence.Tests.Service;

/// <summary>A TURN credential that cannot be opened is carried along while its server's URLs and user stay.</summary>
public sealed class LockedCredentialTests : IAsyncLifetime
{
    private static readonly IceServer s_stun = new("stun:stun.example.org");
    private static readonly IceServer s_turn = new(["turn:a.example.org", "turns:a.example.org"], "user", "turn-cr3dential");
    private static readonly IceServer s_closed = s_turn with { Credential = null };

    private readonly Setup _setup = new();
    private readonly FixedKeyProvider _wrong = new("a key of thirty-two bytes, tests"u8.ToArray());

    private IPeerPersistenceService Service => _setup.Service;

    public Task InitializeAsync() => Service.StorePeerAsync(_setup.Friend("alice") with { SharedSecret = "secret", IceServers = [s_turn] });

    public async Task DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task WrongKey_EveryWayToWriteAPeer_CarriesItAlong()
    {
        var plain = PeerExport.Parse((await Service.ExportDataAsync()).ToJson());
        var envelope = await _setup.EnvelopeOfServerAsync("alice");
        await using var locked = _setup.Another(_wrong);
        (await locked.GetPeerAsync("alice"))!.IceServers.Should().Equal(s_closed);

        (string What, Func<Task> Write)[] ways =
        [
            ("update", () => locked.UpdatePeerAsync("alice", peer => peer with { DisplayName = "A" })),
            ("reorder", () => locked.UpdatePeerAsync("alice", peer => peer with { IceServers = [s_stun, .. peer.IceServers] })),
            ("reorder back", () => locked.UpdatePeerAsync("alice", peer => peer with { IceServers = [s_closed, s_stun] })),
            ("merge", () => locked.StorePeerAsync(_setup.Friend("alice"))),
            ("merge servers", () => locked.StorePeerAsync(_setup.Friend("alice") with { IceServers = [s_closed] })),
            ("bulk merge", () => locked.StorePeersAsync([_setup.Friend("alice"), _setup.Friend("bob")])),
            ("connected", () => locked.RecordConnectedAsync("alice")),
            ("pinned", () => locked.SetPinnedAsync("alice", true)),
            ("blocked", () => locked.BlockAsync("alice")),
            ("introduced", () => locked.IntroducePeersAsync([_setup.Friend("alice") with { CachedCandidates = [new("c")] }], "bob")),
            ("import", () => locked.ImportDataAsync(plain, new() { OnConflict = ImportConflict.Replace })),
            ("maintenance", () => locked.MaintainAsync()),
        ];
        foreach (var (what, write) in ways)
        {
            await write();
            var servers = await _setup.ServersAsync("alice");
            servers.Should().Contain(server => (string?)server!["encryptedCredential"] == envelope, what);
        }

        (await Service.GetPeerAsync("alice"))!.IceServers.Should().Equal(s_turn);
    }

    [Fact]
    public async Task WrongKey_AnotherUser_IsAnotherServer()
    {
        await using var locked = _setup.Another(_wrong);

        await locked.UpdatePeerAsync("alice", peer => peer with { IceServers = [s_closed with { Username = "other" }] });

        (await _setup.EnvelopeOfServerAsync("alice")).Should().BeNull("what is sent to another account would be given away");
    }

    /// <summary>Servers with the same URLs otherwise written, and such as have others.</summary>
    public static TheoryData<string, bool> Spellings => new()
    {
        { "turns:a.example.org turn:a.example.org", true },
        { "turn:A.Example.org TURNS:a.example.org", true },
        { "turn:a.example.org turns:a.example.org turn:a.example.org", true },
        { "turns:a.example.org turn:A.example.org turn:a.example.org", true },
        { "turn:a.example.org", false },
        { "turn:a.example.org turns:a.example.org turn:evil.example.org", false },
        { "turn:a.example.org turns:b.example.org", false },
        { "turn:a.example.org?transport=tcp turns:a.example.org", false },
    };

    [Theory, MemberData(nameof(Spellings))]
    public async Task WrongKey_UrlsOtherwiseWritten_AreTheSameServerWhileTheyAreTheSameUrls(string urls, bool isSame)
    {
        var given = s_closed with { Urls = urls.Split(' ') };
        var export = PeerExport.Parse(((await Service.ExportDataAsync()) with { Peers = [_setup.Friend("alice") with { IceServers = [given] }] }).ToJson());
        var before = await _setup.Store.DumpAsync();
        (string What, Func<IPeerPersistenceService, Task> Write)[] ways =
        [
            ("update", service => service.UpdatePeerAsync("alice", peer => peer with { IceServers = [s_stun, given] })),
            ("merge", service => service.StorePeerAsync(_setup.Friend("alice") with { IceServers = [given] })),
            ("bulk merge", service => service.StorePeersAsync([_setup.Friend("alice") with { IceServers = [given] }])),
            ("import", service => service.ImportDataAsync(export, new() { OnConflict = ImportConflict.Replace })),
        ];
        foreach (var (what, write) in ways)
        {
            await using (var locked = _setup.Another(_wrong))
                await write(locked);

            await using var opened = _setup.Another();
            (await opened.GetPeerAsync("alice"))!.IceServers.Should().ContainSingle(server => server.Username == "user")
                .Which.Should().Be(isSame ? s_turn : given, what);
            foreach (var (key, value) in before)
                await _setup.Store.SetTextAsync(key, value);
        }
    }

    /// <summary>What is not given is not always what is to be forgotten.</summary>
    [Theory, MemberData(nameof(Spellings))]
    public async Task RightKey_UrlsOtherwiseWritten_AMergeKeepsTheCredentialAndAnUpdateForgetsIt(string urls, bool isSame)
    {
        var given = s_closed with { Urls = urls.Split(' ') };

        await Service.StorePeerAsync(_setup.Friend("alice") with { IceServers = [given] });
        (await Service.GetPeerAsync("alice"))!.IceServers.Should().Equal(isSame ? s_turn : given);

        await Service.UpdatePeerAsync("alice", peer => peer with { IceServers = [given with { Credential = "turn-cr3dential" }] });
        (await Service.GetPeerAsync("alice"))!.IceServers.Should().Equal(given with { Credential = "turn-cr3dential" });

        await Service.UpdatePeerAsync("alice", peer => peer with { IceServers = [given with { Urls = [.. given.Urls.Reverse()] }] });
        (await Service.GetPeerAsync("alice"))!.IceServers.Should().Equal(given with { Urls = [.. given.Urls.Reverse()] });
        (await _setup.EnvelopeOfServerAsync("alice")).Should().BeNull();
    }

    [Fact]
    public async Task WrongKey_ServersAlikeOtherwiseWritten_KeepACredentialEach()
    {
        IceServer[] alike = [s_turn, s_turn with { Urls = [.. s_turn.Urls.Reverse()], Credential = "second" }];
        await Service.UpdatePeerAsync("alice", peer => peer with { IceServers = alike });
        await using var locked = _setup.Another(_wrong);

        await locked.UpdatePeerAsync("alice", peer => peer with { IceServers = [.. peer.IceServers.Select(server => server with { Urls = [.. server.Urls.Select(url => url.ToUpperInvariant())] })] });

        (await Service.GetPeerAsync("alice"))!.IceServers.Should().Equal(alike);
    }

    [Fact]
    public async Task WrongKey_ACredentialInClearOfUrlsInAnotherOrder_StaysInClear()
    {
        await _setup.ChangeServersAsync("alice", servers =>
        {
            ((JsonObject)servers[0]!).Remove("encryptedCredential");
            servers[0]!["credential"] = "turn-cr3dential";
        });
        await using var locked = _setup.Another(_wrong);
        IReadOnlyList<string> reversed = [.. s_turn.Urls.Reverse()];

        await locked.StorePeerAsync(_setup.Friend("alice") with { IceServers = [s_closed with { Urls = reversed }] });
        (await locked.GetPeerAsync("alice"))!.IceServers.Should().Equal(s_turn);

        await locked.UpdatePeerAsync("alice", peer => peer with { IceServers = [s_turn with { Urls = reversed }] });
        (await locked.GetPeerAsync("alice"))!.IceServers.Should().Equal(s_turn with { Urls = reversed });
    }

    [Fact]
    public async Task WrongKey_NewCredential_IsRefusedAndNothingIsWritten()
    {
        await using var locked = _setup.Another(_wrong);
        var before = await _setup.Store.DumpAsync();

        foreach (var store in new Func<Task>[]
        {
            () => locked.StorePeerAsync(_setup.Friend("bob") with { IceServers = [s_turn] }),
            () => locked.UpdatePeerAsync("alice", peer => peer with { IceServers = [s_turn with { Credential = "x" }] }),
        })
            await store.Should().ThrowAsync<SecretUnavailableException>();

        (await _setup.Store.DumpAsync()).Should().Equal(before);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task NewKeys_OpenTheCredentialAndDestroyTheOldOne(bool isMasterChanged)
    {
        await Service.UpdatePeerAsync("alice", peer => peer with { SharedSecret = null, SecretStatus = SecretStatus.None });
        var before = await _setup.EnvelopeOfServerAsync("alice");

        await ReplaceKeysAsync(isMasterChanged);

        (await _setup.EnvelopeOfServerAsync("alice")).Should().NotBe(before);
        (await Service.GetPeerAsync("alice"))!.IceServers.Should().Equal(s_turn);
        (await Service.GetKeyUsageAsync()).Should().Equal(new KeyUsage(1, KeyState.Destroyed, 0), new KeyUsage(2, KeyState.Active, 1));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task NewKeys_CredentialThatDoesNotOpen_IsCarriedAlongAndKeepsItsKey(bool isMasterChanged)
    {
        var bytes = Envelope.FromText((await _setup.EnvelopeOfServerAsync("alice"))!)!;
        bytes[^1] ^= 1;
        var damaged = Envelope.ToText(bytes);
        await _setup.ChangeServersAsync("alice", servers => servers[0]!["encryptedCredential"] = damaged);

        await ReplaceKeysAsync(isMasterChanged);

        (await _setup.EnvelopeOfServerAsync("alice")).Should().Be(damaged);
        (await Service.GetPeerAsync("alice"))!.Should().Match<PeerData>(peer => peer.SharedSecret == "secret" && peer.IceServers[0].Equals(s_closed));
        (await Service.GetKeyUsageAsync()).Should().Equal(
            new KeyUsage(1, KeyState.DecryptOnly, 1), new KeyUsage(2, KeyState.Active, 1));
    }

    [Fact]
    public async Task CredentialOfALaterVersion_IsCarriedAlongAndKeepsEveryKey()
    {
        const string later = "pp9.something that this version cannot know";
        await _setup.ChangeServersAsync("alice", servers => servers[0]!["encryptedCredential"] = later);

        await Service.RotateKeysAsync();
        await Service.UpdatePeerAsync("alice", peer => peer with { DisplayName = "A" });

        (await _setup.EnvelopeOfServerAsync("alice")).Should().Be(later);
        (await Service.GetKeyUsageAsync()).Should().Contain(key => key.KeyId == 1 && key.State == KeyState.DecryptOnly);
    }

    [Fact]
    public async Task RecordOverMemberOfAnotherType_CostsNoCredential()
    {
        var envelope = await _setup.EnvelopeOfServerAsync("alice");
        await _setup.ChangeServersAsync("alice", servers => (servers[0]!["username"], servers[0]!["credentialRevision"]) =
            (new JsonObject(), JsonValue.Create((string?)servers[0]!["credentialRevision"]!.ToString())));

        await Service.UpdatePeerAsync("alice", peer => peer with { DisplayName = "A" });

        (await _setup.EnvelopeOfServerAsync("alice")).Should().Be(envelope);
    }

    private async Task ReplaceKeysAsync(bool isMasterChanged)
    {
        if (isMasterChanged)
            await Service.ChangeMasterKeyAsync(_wrong);
        else
            await Service.RotateKeysAsync();
    }
}
