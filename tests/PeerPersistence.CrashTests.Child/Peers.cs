using Microsoft.Extensions.DependencyInjection;

namespace PeerPersistence.CrashTests.Child;

/// <summary>What a service does in more than one step, over and over, telling each time it was done.</summary>
internal static class Peers
{
    private const int Writers = 4;

    /// <summary>Imports the same peers under another name each time.</summary>
    public static async Task<int> ImportAsync(string path)
    {
        await using var output = Console.OpenStandardOutput();
        await using var store = await FileKeyValueStore.OpenAsync(path, new() { CompactionFloorBytes = 500_000 });
        await using var peers = new PeerPersistenceService(store, new(), new KeyFileProvider(path + ".key"));
        await peers.InitializeAsync();
        Load.Tell(output, "open");
        var first = await peers.GetPeerAsync("peer-0") is { DisplayName: { } name } ? int.Parse(name, provider: null) + 1 : 1;
        for (var version = first; ; version++)
        {
            await using var source = new PeerPersistenceService(new InMemoryKeyValueStore());
            await source.StorePeersAsync([.. Enumerable.Range(0, 100).Select(i => PeerData.Create($"peer-{i}") with { DisplayName = $"{version}" })]);
            await peers.ImportDataAsync(await source.ExportDataAsync(), new() { OnConflict = ImportConflict.Replace });
            Load.Tell(output, $"{version}");
        }
    }

    /// <summary>Opens what an older version left.</summary>
    public static async Task<int> MigrateAsync(string path)
    {
        await using var output = Console.OpenStandardOutput();
        await using var store = await FileKeyValueStore.OpenAsync(path);
        Load.Tell(output, "open");
        await using var peers = new PeerPersistenceService(store, new(), new KeyFileProvider(path + ".key"));
        await peers.InitializeAsync();
        Load.Tell(output, "done");
        return 0;
    }

    /// <summary>Stores peers in a store whose records are encrypted, while all keys rotate.</summary>
    public static async Task<int> RotateAsync(string path)
    {
        await using var output = Console.OpenStandardOutput();
        var keys = new KeyFileProvider(path + ".key");
        await using var store = await FileKeyValueStore.OpenAsync(path, new() { CompactionFloorBytes = 200_000 });
        using var encrypted = EncryptedKeyValueStore.Create(store, keys);
        await using var peers = new PeerPersistenceService(encrypted, new(), keys);
        await peers.InitializeAsync();
        Load.Tell(output, "open");
        await Task.WhenAll([.. Enumerable.Range(0, Writers).Select(writer => Task.Run(() => StoreAsync(writer))), Task.Run(TurnKeysAsync)]);
        return 0;

        async Task StoreAsync(int writer)
        {
            for (var number = 0; ; number++)
            {
                var id = $"{writer}-{number % 25}";
                var version = await peers.GetPeerAsync(id) is { DisplayName: { } name } ? int.Parse(name, provider: null) + 1 : 1;
                await peers.StorePeerAsync(PeerData.Create(id) with { DisplayName = $"{version}", SharedSecret = $"secret of {id}, {version}" });
                Load.Tell(output, $"{id} {version}");
            }
        }

        async Task TurnKeysAsync()
        {
            while (true)
            {
                await encrypted.RotateKeysAsync();
                await peers.RotateKeysAsync();
                Load.Tell(output, "rotated 0");
            }
        }
    }

    /// <summary>Stores peers with secrets in a store of its own, with a key file that others use, too.</summary>
    public static async Task<int> SealAsync(string path, string keyPath)
    {
        await using var output = Console.OpenStandardOutput();
        await using var store = await FileKeyValueStore.OpenAsync(path);
        await using var peers = new PeerPersistenceService(store, new(), new KeyFileProvider(keyPath));
        await peers.InitializeAsync();
        Load.Tell(output, "open");
        for (var number = 0; ; number++)
        {
            var (id, version) = ($"{Path.GetFileNameWithoutExtension(path)}-{number % 5}", number / 5 + 1);
            await peers.StorePeerAsync(PeerData.Create(id) with { DisplayName = $"{version}", SharedSecret = $"secret of {id}, {version}" });
            Load.Tell(output, $"{id} {version}");
        }
    }

    /// <summary>Opens identities, many at once and few open at a time, and stores a peer in each.</summary>
    public static async Task<int> OpenManyAsync(string folder)
    {
        await using var output = Console.OpenStandardOutput();
        await using var services = new ServiceCollection().AddPeerPersistenceFactory(options => options.MaxOpen = 8).UseFileStores(folder)
            .UseKeyFile(Path.Combine(folder, "master.key")).Services.BuildServiceProvider();
        var identities = services.GetRequiredService<IPeerPersistenceFactory>();
        Load.Tell(output, "open");
        await Task.WhenAll(Enumerable.Range(0, 16).Select(lane => Task.Run(async () =>
        {
            for (var number = lane; ; number += 16)
            {
                var peers = identities.Get($"user-{number % 64}");
                var version = await peers.GetPeerAsync("friend") is { DisplayName: { } name } ? int.Parse(name, provider: null) + 1 : 1;
                await peers.StorePeerAsync(PeerData.Create("friend") with { DisplayName = $"{version}", SharedSecret = $"secret {version}" });
                Load.Tell(output, $"user-{number % 64} {version}");
            }
        })));
        return 0;
    }
}
