namespace PeerPersistence.Cli.Tests.Commands;

public sealed class RotateKeysTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RotateKeys_ToANewKeyFile_OnlyThatOpens(bool encrypted)
    {
        await _scene.FillAsync(_scene.FileStore, encrypted: encrypted);
        string[] store = encrypted ? ["--store", _scene.FileStore, "--encrypted"] : ["--store", _scene.FileStore];
        var next = _scene.In("next.key");

        var rotated = (await _scene.RunAsync(["rotate-keys", .. store, "--key-file", _scene.KeyFile, "--new-key-file", next, "--json"])).Should(ExitCode.Done).Json;

        rotated.GetProperty("resealed").GetInt32().Should().Be(1);
        rotated.GetProperty("keys")[0].GetProperty("state").GetString().Should().Be("destroyed");
        (await _scene.RunAsync(["verify", .. store, "--key-file", next])).Should(ExitCode.Done);
        (await _scene.RunAsync(["verify", .. store, "--key-file", _scene.KeyFile])).Should(ExitCode.Keys);
    }

    [Fact]
    public async Task RotateKeys_KilledBetweenTheTwoRings_IsGoneOnWith()
    {
        await _scene.FillAsync(_scene.FileStore, encrypted: true);
        var next = _scene.In("next.key");
        await using (var store = await FileKeyValueStore.OpenAsync(_scene.In("peers.db")))
        {
            using var encrypted = EncryptedKeyValueStore.Create(store, new KeyFileProvider(_scene.KeyFile));
            await using var service = await _scene.ServiceAsync(encrypted);
            await service.ChangeMasterKeyAsync(new KeyFileProvider(next));
        }

        string[] rotate = ["rotate-keys", "--store", _scene.FileStore, "--encrypted", "--key-file", _scene.KeyFile];
        (await _scene.RunAsync([.. rotate, "--new-key-file", next])).Should(ExitCode.Done);

        (await _scene.RunAsync("verify", "--store", _scene.FileStore, "--encrypted", "--key-file", next)).Should(ExitCode.Done);
    }

    [Fact]
    public async Task RotateKeys_WithoutOrWithAnotherKey_ChangesNothing()
    {
        await _scene.FillAsync(_scene.FileStore, new PassphraseProvider(() => "right"));

        (await _scene.RunAsync("rotate-keys", "--store", _scene.FileStore)).Should(ExitCode.Keys);
        (await _scene.TypeAsync("wrong\n", "rotate-keys", "--store", _scene.FileStore, "--passphrase-stdin", "--new-key-file", _scene.In("next.key")))
            .Should(ExitCode.Keys).Errors.Should().Contain("The passphrase is wrong");

        (await _scene.TypeAsync("right\n", "verify", "--store", _scene.FileStore, "--passphrase-stdin")).Should(ExitCode.Done);
        File.Exists(_scene.In("next.key")).Should().BeFalse();
    }
}
