using System.Text;
using System.Text.Json;

namespace PeerPersistence.CrashTests.Kernel;

/// <summary>A large commit, over and over: the same hundred peers under another name each time.</summary>
internal sealed record ImportWorkload() : Workload("imports", Lines: 8, Share: 9)
{
    public override IReadOnlyList<string[]> Children(string folder) => [["import", Path.Combine(folder, "peers.db")]];

    public override async Task CheckAsync(string folder, IReadOnlyDictionary<string, int> told)
    {
        await using var store = await FileKeyValueStore.OpenAsync(Path.Combine(folder, "peers.db"));
        await using var peers = new PeerPersistenceService(store, new(), new KeyFileProvider(Path.Combine(folder, "peers.db.key")));
        var all = await peers.QueryPeersAsync(new());
        var acknowledged = told.GetValueOrDefault("");
        Require(all.Count == 100 || (all.Count == 0 && acknowledged == 0), $"the hundred are there (found {all.Count})");
        if (all.Count == 0)
            return;
        RequireVersion(int.Parse(all[0].DisplayName!, provider: null), acknowledged, "the import");
        Require(all.All(peer => peer.DisplayName == all[0].DisplayName), "an import is there entirely or not at all");
    }
}

/// <summary>The layout of the original is migrated in place, in a process that begins once and ends.</summary>
internal sealed record MigrationWorkload() : Workload("migration", Lines: 2, Share: 5)
{
    private static readonly (string Id, string Secret)[] s_secrets = [.. Json("expected.json").RootElement.GetProperty("secrets")
        .EnumerateObject().Select(secret => (secret.Name, secret.Value.GetString()!))];

    public override async Task PrepareAsync(string folder)
    {
        var batch = new KeyValueBatch();
        foreach (var item in Json("localStorage.json").RootElement.EnumerateObject())
            batch.Set(item.Name, Encoding.UTF8.GetBytes(item.Value.GetString()!));
        await using var store = await FileKeyValueStore.OpenAsync(Path.Combine(folder, "peers.db"));
        await store.CommitAsync(batch);
    }

    public override IReadOnlyList<string[]> Children(string folder) => [["migrate", Path.Combine(folder, "peers.db")]];

    public override async Task CheckAsync(string folder, IReadOnlyDictionary<string, int> told)
    {
        await using var store = await FileKeyValueStore.OpenAsync(Path.Combine(folder, "peers.db"));
        await using var peers = new PeerPersistenceService(store, new(), new KeyFileProvider(Path.Combine(folder, "peers.db.key")));
        Require((await peers.GetAllPeerIdsAsync()).Count == 40, "all peers are there");
        foreach (var (id, secret) in s_secrets)
            Require((await peers.GetPeerAsync(id))?.SharedSecret == secret, $"the secret of {id} is there");
    }

    private static JsonDocument Json(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", name)));
}

/// <summary>Peers are stored in a new store with encrypted records and a new key file, while all keys rotate.</summary>
internal sealed record RotationWorkload() : Workload("rotation", Lines: 80, Share: 9)
{
    public override IReadOnlyList<string[]> Children(string folder) => [["rotate", Path.Combine(folder, "peers.db")]];

    public override async Task CheckAsync(string folder, IReadOnlyDictionary<string, int> told)
    {
        var keys = new KeyFileProvider(Path.Combine(folder, "peers.db.key"));
        await using var store = await FileKeyValueStore.OpenAsync(Path.Combine(folder, "peers.db"));
        using var encrypted = EncryptedKeyValueStore.Create(store, keys);
        await using var peers = new PeerPersistenceService(encrypted, new(), keys);
        foreach (var (id, version) in told.Where(pair => pair.Key != "rotated"))
            await CheckPeerAsync(peers, id, version, found => $"secret of {id}, {found}");
    }
}

/// <summary>Two processes use one key file for the first time, which lies in a folder of its own; each has a store.</summary>
internal sealed record FirstUseWorkload() : Workload("first use by two processes", Lines: 24, Share: 9)
{
    private static readonly string[] s_names = ["a", "b"];

    public override Task PrepareAsync(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "keys"));
        return Task.CompletedTask;
    }

    public override IReadOnlyList<string[]> Children(string folder) => [.. s_names.Select(name => (string[])["seal", Store(folder, name), Key(folder)])];

    public override async Task CheckAsync(string folder, IReadOnlyDictionary<string, int> told)
    {
        foreach (var name in s_names)
        {
            await using var store = await FileKeyValueStore.OpenAsync(Store(folder, name));
            await using var peers = new PeerPersistenceService(store, new(), new KeyFileProvider(Key(folder)));
            foreach (var (id, version) in told.Where(pair => pair.Key.StartsWith(name, StringComparison.Ordinal)))
                await CheckPeerAsync(peers, id, version, found => $"secret of {id}, {found}");
        }
    }

    private static string Store(string folder, string name) => Path.Combine(folder, name + ".db");

    private static string Key(string folder) => Path.Combine(folder, "keys", "master.key");
}
