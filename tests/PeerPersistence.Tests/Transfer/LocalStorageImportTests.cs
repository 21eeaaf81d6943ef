using System.Text.Json;

namespace PeerPersistence.Tests.Transfer;

public sealed class LocalStorageImportTests : IAsyncLifetime
{
    private readonly Setup _setup = new();

    public Task InitializeAsync()
    {
        _setup.Time.SetUtcNow(OriginalData.Now);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task Read_OriginalsDump_BringsAllPeersWithTheirSecrets()
    {
        var result = await _setup.Service.ImportDataAsync(await LocalStorageImport.ReadAsync(OriginalData.LocalStorage));

        result.Should().BeEquivalentTo(new ImportResult { Imported = 40 });
        foreach (var (peerId, secret) in OriginalData.Secrets)
            (await _setup.Service.GetPeerAsync(peerId))!.SharedSecret.Should().Be(secret);
        string.Concat((await _setup.Store.DumpAsync()).Values).Should().NotContain(OriginalData.Secrets["PEER-000-597056"]);
    }

    [Fact]
    public async Task Read_SomeOfItDamaged_KeepsWhatCannotBeOpenedAndReportsTheRest()
    {
        var items = JsonSerializer.Deserialize<Dictionary<string, string>>(OriginalData.LocalStorage)!;
        items["mesh:peer:PEER-000-597056"] = items["mesh:peer:PEER-000-597056"].Replace("KU5hJChw", "AAAAJChw", StringComparison.Ordinal);
        items["mesh:peer:PEER-001-63712"] = "{";
        items.Remove("mesh:peers:index");

        var result = await _setup.Service.ImportDataAsync(await LocalStorageImport.ReadAsync(JsonSerializer.Serialize(items)));

        (result.Imported, result.SecretsLeftOut).Should().Be((39, 1));
        result.Failures.Should().ContainSingle().Which.PeerId.Should().Be("PEER-001-63712");
        (await _setup.Service.GetPeerAsync("PEER-000-597056"))!.SecretStatus.Should().Be(SecretStatus.Damaged);
        (await _setup.Store.TextAsync("mesh:peer:PEER-000-597056")).Should().Contain("AAAAJChw");
    }

    [Fact]
    public async Task Read_KeyMissing_BringsThePeersAndKeepsTheirCiphertexts()
    {
        var items = JsonSerializer.Deserialize<Dictionary<string, string>>(OriginalData.LocalStorage)!;
        items.Remove("mesh:encryption:key");

        var result = await _setup.Service.ImportDataAsync(await LocalStorageImport.ReadAsync(JsonSerializer.Serialize(items)));

        (result.Imported, result.SecretsLeftOut).Should().Be((40, 39));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"mesh:peers:index\":[]}")]
    [InlineData("{\"other\":\"text\"}")]
    public async Task Read_NoDump_IsRefused(string json) =>
        await FluentActions.Awaiting(() => LocalStorageImport.ReadAsync(json)).Should().ThrowAsync<ImportFormatException>();
}
