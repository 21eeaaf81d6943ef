using System.Text.Json.Nodes;

namespace PeerPersistence.Tests.Transfer;

/// <summary>TURN credentials in backups: under the passphrase, or not at all.</summary>
public sealed class SealedCredentialTests : IAsyncLifetime
{
    private const string Credential = "turn-cr3dential", Passphrase = "for this backup";

    private static readonly IceServer[] s_servers =
        [new("stun:stun.example.org"), new("turn:a", "user", Credential), new("turn:a", "user", Credential + "-2")];

    private readonly Setup _setup = new();

    public async Task InitializeAsync()
    {
        await _setup.Service.StorePeerAsync(_setup.Friend("alice") with { IceServers = s_servers });
        await _setup.Service.StorePeerAsync(_setup.Friend("bob") with { SharedSecret = "secret" });
    }

    public async Task DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task Backup_WithAPassphrase_CarriesThem()
    {
        var json = await BackupAsync();
        json.Should().NotContain(Credential);
        await using var target = new Setup();

        var result = await target.Service.ImportDataAsync(PeerExport.Parse(json), new() { Passphrase = Passphrase });

        result.SecretsLeftOut.Should().Be(0);
        (await target.Service.GetPeerAsync("alice"))!.IceServers.Should().Equal(s_servers);
        string.Concat((await target.Store.DumpAsync()).Values).Should().NotContain(Credential);
    }

    [Fact]
    public async Task Backup_ReadWithoutItsPassphrase_CountsThemAsLeftOut()
    {
        await using var target = new Setup();

        var result = await target.Service.ImportDataAsync(PeerExport.Parse(await BackupAsync()));

        result.SecretsLeftOut.Should().Be(2);
        (await target.Service.GetPeerAsync("alice"))!.IceServers.Should().Equal(s_servers.Select(server => server with { Credential = null }));
        (await target.EnvelopeOfServerAsync("alice", 1)).Should().BeNull("what the passphrase seals stays in the backup");
    }

    [Theory]
    [InlineData("moved to another server")]
    [InlineData("taken away")]
    [InlineData("in clear")]
    public async Task Backup_Changed_IsRefused(string how)
    {
        var json = JsonNode.Parse(await BackupAsync())!;
        var servers = json["peers"]!.AsArray().Single(peer => (string)peer!["peerId"]! == "alice")!["iceServers"]!.AsArray();
        if (how == "moved to another server")
            (servers[1]!["encryptedCredential"], servers[2]!["encryptedCredential"]) = ((string)servers[2]!["encryptedCredential"]!, (string)servers[1]!["encryptedCredential"]!);
        else if (how == "taken away")
            servers[1]!.AsObject().Remove("encryptedCredential");
        else
            servers[0]!["credential"] = "planted";
        await using var target = new Setup();

        var import = () => target.Service.ImportDataAsync(PeerExport.Parse(json.ToJsonString()), new() { Passphrase = Passphrase });

        await import.Should().ThrowAsync<PeerPersistenceException>();
        (await target.Service.CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task PlainExport_WithMadeUpEnvelopes_NeitherPlantsNorBlocks()
    {
        var json = JsonNode.Parse((await _setup.Service.ExportDataAsync()).ToJson())!;
        var servers = json["peers"]!.AsArray().Single(peer => (string)peer!["peerId"]! == "alice")!["iceServers"]!.AsArray();
        servers[1]!["encryptedCredential"] = "made up";
        await using var target = new Setup();

        (await target.Service.ImportDataAsync(PeerExport.Parse(json.ToJsonString()))).SecretsLeftOut.Should().Be(0);
        await target.Service.StorePeerAsync(_setup.Friend("carol") with { SharedSecret = "secret" });

        (await target.EnvelopeOfServerAsync("alice", 1)).Should().BeNull();
        (await target.Service.GetPeerAsync("carol"))!.SharedSecret.Should().Be("secret");
    }

    private async Task<string> BackupAsync() => (await _setup.Service.ExportDataAsync(new() { Passphrase = Passphrase })).ToJson();
}
