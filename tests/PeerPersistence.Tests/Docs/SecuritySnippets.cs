using Microsoft.Extensions.DependencyInjection;

namespace PeerPersistence.Tests.Docs;

/// <summary>The snippets of the page on security, run.</summary>
public sealed class SecuritySnippets : IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("peers-").FullName;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task KeyOperations_Run()
    {
        await using var setup = new Setup();
        var (peers, path, newPassphrase) = (setup.Service, Path.Combine(_folder, "backup.json"), "a new one");
        await peers.StorePeerAsync(setup.Friend("alice") with { SharedSecret = "s3cret" });

        // docs:begin key-operations
        await peers.RotateKeysAsync();                                      // a new key; old ones go when nothing needs them
        foreach (var key in await peers.GetKeyUsageAsync())
            Console.WriteLine($"key {key.KeyId}: {key.State}, {key.Secrets} secrets");   // what still depends on which key
        await peers.ChangeMasterKeyAsync(new PassphraseProvider(() => newPassphrase));   // the old one opens nothing any more
        // docs:end

        // docs:begin backup
        var backup = await peers.ExportDataAsync(new() { Passphrase = "for this backup" });
        await File.WriteAllTextAsync(path, backup.ToJson());
        await peers.ImportDataAsync(PeerExport.Parse(await File.ReadAllTextAsync(path)), new() { Passphrase = "for this backup" });
        // docs:end

        (await peers.GetPeerAsync("alice"))!.SharedSecret.Should().Be("s3cret");
    }

    [Fact]
    public async Task EncryptRecords_OnAFile_HidesNamesAndValues()
    {
        var (services, passphrase, path) = (new ServiceCollection(), "correct horse", Path.Combine(_folder, "peers.db"));

        // docs:begin encrypt-records
        services.AddPeerPersistence().UseFileStore("peers.db").UsePassphrase(() => passphrase).EncryptRecords();
        // docs:end

        services = new();
        services.AddPeerPersistence().UseFileStore(path).UsePassphrase(() => passphrase).EncryptRecords();
        for (var start = 0; start < 2; start++)
        {
            await using var provider = services.BuildServiceProvider();
            var peers = provider.GetRequiredService<IPeerPersistenceService>();
            if (start == 0)
                await peers.StorePeerAsync(PeerData.Create("alice-in-clear") with { LastKnownIP = "203.0.113.77", SharedSecret = "s" });
            var alice = (await peers.QueryPeersAsync()).Single();
            (alice.PeerId, alice.LastKnownIP, alice.SharedSecret).Should().Be(("alice-in-clear", "203.0.113.77", "s"));
        }

        foreach (var file in System.IO.Directory.GetFiles(_folder))
            System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)).Should().NotContain("alice-in-clear").And.NotContain("203.0.113").And.NotContain("mesh:");
    }
}
