using System.Text;

namespace PeerPersistence.Tests.Service;

public sealed class BackupTests : IAsyncLifetime
{
    private const string Passphrase = "correct horse battery staple";
    private readonly Setup _setup = new();
    private readonly Setup _other = new(keys: new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray()));

    private IPeerPersistenceService Service => _setup.Service;

    public Task InitializeAsync() => Service.StorePeersAsync(
        [_setup.Friend("a") with { SharedSecret = "a's s3cret 🔑" }, _setup.Friend("b"), _setup.Friend("c") with { SharedSecret = "c's s3cret" }]);

    public async Task DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task ExportWithPassphrase_ImportedWithIt_BringsTheSecrets()
    {
        var json = (await Service.ExportDataAsync(new() { Passphrase = Passphrase })).ToJson();
        json.Should().NotContain("s3cret").And.NotContain(Passphrase);

        var result = await _other.Service.ImportDataAsync(PeerExport.Parse(json), new() { Passphrase = Passphrase });

        result.Should().BeEquivalentTo(new ImportResult { Imported = 3 });
        (await _other.Service.QueryPeersAsync()).Select(peer => peer.SharedSecret).Should().Equal("a's s3cret 🔑", null, "c's s3cret");
    }

    [Fact]
    public async Task ExportWithPassphrase_HandedOverWithoutJson_BringsTheSecrets()
    {
        var export = await Service.ExportDataAsync(new() { Passphrase = Passphrase });
        export.Peers.Should().OnlyContain(peer => peer.SharedSecret == null);

        await _other.Service.ImportDataAsync(export, new() { Passphrase = Passphrase });

        (await _other.Service.GetPeerAsync("c"))!.SharedSecret.Should().Be("c's s3cret");
    }

    [Fact]
    public async Task ExportWithPassphrase_ImportedWithout_BringsThePeersAndCountsTheSecrets()
    {
        var export = PeerExport.Parse((await Service.ExportDataAsync(new() { Passphrase = Passphrase })).ToJson());

        (await _other.Service.ImportDataAsync(export)).Should().BeEquivalentTo(new ImportResult { Imported = 3, SecretsLeftOut = 2 });

        (await _other.Service.GetPeerAsync("a"))!.SecretStatus.Should().Be(SecretStatus.None);
        await Service.ImportDataAsync(export, new() { OnConflict = ImportConflict.Replace });
        (await Service.GetPeerAsync("a"))!.SharedSecret.Should().Be("a's s3cret 🔑", "an existing secret is never blanked");
    }

    [Fact]
    public async Task ExportWithPassphrase_WrongOne_ImportsNothing()
    {
        var export = await Service.ExportDataAsync(new() { Passphrase = Passphrase });
        var before = await _other.Store.DumpAsync();

        var import = async () => await _other.Service.ImportDataAsync(export, new() { Passphrase = "wrong" });

        await import.Should().ThrowAsync<SecretUnavailableException>();
        (await _other.Service.GetAllPeerIdsAsync()).Should().BeEmpty();
        await FluentActions.Awaiting(() => Service.ExportDataAsync(new() { Passphrase = "" })).Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task ExportWithout_SaysWhoseSecretsAreMissing()
    {
        var export = await Service.ExportDataAsync();
        export.SecretsLeftOut.Should().Equal("a", "c");
        PeerExport.Parse(export.ToJson()).SecretsLeftOut.Should().Equal("a", "c");
    }

    [Fact]
    public async Task ProtectedBackup_ChangedOrNotProtected_ImportsNothing()
    {
        var json = (await Service.ExportDataAsync(new() { Passphrase = Passphrase })).ToJson();
        json.Should().Contain("\"exportDate\": 1");

        await RefusedAsync(json.Replace("\"exportDate\": 1", "\"exportDate\": 2", StringComparison.Ordinal), "changed");
        await RefusedAsync((await Service.ExportDataAsync()).ToJson(), "not protected");

        (await _other.Service.GetAllPeerIdsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task RotateKeys_SomeSecrets_SealsThemAnewAndDestroysTheOldKey()
    {
        var before = await _setup.Store.DumpAsync();
        var steps = new List<KeyRotationProgress>();

        (await Service.RotateKeysAsync(new Recorder(steps))).Should().Be(2);

        steps.Should().Equal(new KeyRotationProgress(1, 3, 1), new(2, 3, 1), new(3, 3, 2));
        (await Service.GetPeerAsync("a"))!.SharedSecret.Should().Be("a's s3cret 🔑");
        await using var later = _setup.Another();
        (await later.GetPeerAsync("c"))!.SharedSecret.Should().Be("c's s3cret");

        // A record put back from before the rotation is sealed under a key that is no more.
        await _setup.Store.SetTextAsync("mesh:peer:a", before["mesh:peer:a"]);
        (await later.GetPeerAsync("a"))!.SecretStatus.Should().Be(SecretStatus.KeyUnavailable);
    }

    [Fact]
    public async Task RotateKeys_NoSecretYet_MakesNoKey()
    {
        await _other.Service.StorePeerAsync(_other.Friend("x"));
        (await _other.Service.RotateKeysAsync()).Should().Be(0);
        (await _other.Store.TextAsync("mesh:encryption:key")).Should().BeNull();
    }

    [Fact]
    public async Task RotateKeys_OneRecordDamaged_KeepsTheOldKeyForIt()
    {
        var record = (await _setup.Store.TextAsync("mesh:peer:a"))!;
        await _setup.Store.SetTextAsync("mesh:peer:a", "{");

        (await Service.RotateKeysAsync()).Should().Be(1);

        await _setup.Store.SetTextAsync("mesh:peer:a", record);
        (await Service.GetPeerAsync("a"))!.SharedSecret.Should().Be("a's s3cret 🔑");
    }

    [Fact]
    public async Task ChangeMasterKey_NewOne_OpensWithItAndNoLongerWithTheOld()
    {
        using var passphrase = new PassphraseProvider(() => Passphrase);

        await Service.ChangeMasterKeyAsync(passphrase);

        Service.KeyStrength.Should().Be(KeyStrength.Passphrase);
        (await Service.GetPeerAsync("a"))!.SharedSecret.Should().Be("a's s3cret 🔑");
        await using var with = _setup.Another(passphrase);
        await using var without = _setup.Another();
        (await with.GetPeerAsync("a"))!.SecretStatus.Should().Be(SecretStatus.Available);
        (await without.GetPeerAsync("a"))!.SecretStatus.Should().Be(SecretStatus.KeyUnavailable);
    }

    private async Task RefusedAsync(string json, string because)
    {
        var import = async () => await _other.Service.ImportDataAsync(PeerExport.Parse(json), new() { Passphrase = Passphrase });
        var refused = (await import.Should().ThrowAsync<PeerPersistenceException>(because)).Which;
        (refused is ImportFormatException or SecretUnavailableException).Should().BeTrue("{0} gave {1}", because, refused.GetType());
    }

    private sealed class Recorder(List<KeyRotationProgress> steps) : IProgress<KeyRotationProgress>
    {
        public void Report(KeyRotationProgress value) => steps.Add(value);
    }
}
