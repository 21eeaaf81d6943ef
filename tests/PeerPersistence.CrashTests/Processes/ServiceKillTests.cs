using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PeerPersistence.CrashTests.Processes;

/// <summary>Processes that are killed while a service does something of many steps.</summary>
public sealed class ServiceKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Rounds = 25;

    private readonly string _folder = Directory.CreateTempSubdirectory("peers-").FullName;
    private readonly Dictionary<string, int> _acknowledged = [];
    private int _commits;

    private string StorePath => Path.Combine(_folder, "peers.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Kill_WhileImporting_LeavesAWholeImport()
    {
        foreach (var seed in Seeds.Take(Rounds))
        {
            await KillAsync("import", StorePath, new Random(seed), mostLines: 4, line => _acknowledged["import"] = int.Parse(line, CultureInfo.InvariantCulture));
            await using var store = await FileKeyValueStore.OpenAsync(StorePath);
            store.Recovery.IsClean.Should().BeTrue("seed {0}", seed);
            await using var peers = new PeerPersistenceService(store, new(), new KeyFileProvider(StorePath + ".key"));
            var all = await peers.QueryPeersAsync(new());
            var acknowledged = _acknowledged.GetValueOrDefault("import");
            all.Should().HaveCount(acknowledged == 0 && all.Count == 0 ? 0 : 100);
            all.Select(peer => peer.DisplayName).Distinct().Should().HaveCountLessThanOrEqualTo(1, "an import is there entirely or not at all");
            if (all.Count > 0)
                int.Parse(all[0].DisplayName!, provider: null).Should().BeInRange(acknowledged, acknowledged + 1);
        }

        Tell("imports");
    }

    [Fact]
    public async Task Kill_WhileMigrating_GoesOnWhereItWasAndLosesNothing()
    {
        using var items = Json("localStorage.json");
        using var expected = Json("expected.json");
        var batch = new KeyValueBatch();
        foreach (var item in items.RootElement.EnumerateObject())
            batch.Set(item.Name, Encoding.UTF8.GetBytes(item.Value.GetString()!));
        var finished = 0;
        foreach (var seed in Seeds.Take(Rounds))
        {
            foreach (var file in Directory.GetFiles(_folder))
                File.Delete(file);
            await using (var store = await FileKeyValueStore.OpenAsync(StorePath))
                await store.CommitAsync(batch);
            for (var kills = 0; kills < 2; kills++)
                finished += await KillAsync("migrate", StorePath, new Random(seed * 10 + kills), mostLines: 0, _ => _commits++, spin: 30_000_000);

            await using var again = await FileKeyValueStore.OpenAsync(StorePath);
            again.Recovery.IsClean.Should().BeTrue("seed {0}", seed);
            await using var peers = new PeerPersistenceService(again, new(), new KeyFileProvider(StorePath + ".key"));
            (await peers.GetAllPeerIdsAsync()).Should().HaveCount(40);
            foreach (var secret in expected.RootElement.GetProperty("secrets").EnumerateObject())
                (await peers.GetPeerAsync(secret.Name))!.SharedSecret.Should().Be(secret.Value.GetString(), "seed {0}", seed);
        }

        output.WriteLine($"kills while migrating: {2 * Rounds * Seeds.Soak} processes, {finished} of them had finished; secrets lost: 0");
    }

    [Fact]
    public async Task Kill_WhileAllKeysRotate_LosesNoRecordAndNoSecret()
    {
        foreach (var seed in Seeds.Take(Rounds))
        {
            await KillAsync("rotate", StorePath, new Random(seed), mostLines: 120, Note);
            var keys = new KeyFileProvider(StorePath + ".key");
            await using var store = await FileKeyValueStore.OpenAsync(StorePath);
            store.Recovery.IsClean.Should().BeTrue("seed {0}", seed);
            using var encrypted = EncryptedKeyValueStore.Create(store, keys);
            await using var peers = new PeerPersistenceService(encrypted, new(), keys);
            foreach (var (id, version) in _acknowledged.Where(pair => pair.Key != "rotated").ToList())
                _acknowledged[id] = await CheckAsync(peers, id, version, found => $"secret of {id}, {found}", seed);
        }

        Tell("rotations");
    }

    [Fact]
    public async Task Kill_WhileManyIdentitiesAreOpened_LosesNoneOfThem()
    {
        foreach (var seed in Seeds.Take(Rounds))
        {
            await KillAsync("identities", _folder, new Random(seed), mostLines: 150, Note);
            var keys = new KeyFileProvider(Path.Combine(_folder, "master.key"));
            foreach (var (identity, version) in _acknowledged.ToList())
            {
                await using var store = await FileKeyValueStore.OpenAsync(Path.Combine(_folder, identity + ".peers"));
                store.Recovery.IsClean.Should().BeTrue("seed {0}", seed);
                await using var peers = new PeerPersistenceService(store, new(), keys);
                _acknowledged[identity] = await CheckAsync(peers, "friend", version, found => $"secret {found}", seed);
            }
        }

        Tell("openings of many identities");
    }

    /// <summary>Returns the number found: the one acknowledged, or the one that was in flight, from which the next process goes on.</summary>
    private static async Task<int> CheckAsync(PeerPersistenceService peers, string id, int acknowledged, Func<int, string> secret, int seed)
    {
        var peer = await peers.GetPeerAsync(id);
        peer.Should().NotBeNull("seed {0}, {1}", seed, id);
        var found = int.Parse(peer!.DisplayName!, provider: null);
        found.Should().BeInRange(acknowledged, acknowledged + 1, "seed {0}, {1}", seed, id);
        (peer.SecretStatus, peer.SharedSecret).Should().Be((SecretStatus.Available, secret(found)), "seed {0}, {1}", seed, id);
        return found;
    }

    private static JsonDocument Json(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", name)));

    private void Note(string line)
    {
        var parts = line.Split(' ');
        _acknowledged[parts[0]] = int.Parse(parts[1], provider: null);
    }

    /// <summary>Returns how many lines were told after the first.</summary>
    private async Task<int> KillAsync(string what, string path, Random random, int mostLines, Action<string> note, int spin = 2_000_000)
    {
        using var child = new ChildProcess(what, path);
        (await child.Output.ReadLineAsync()).Should().Be("open");
        var told = 0;
        for (var lines = random.Next(mostLines + 1); lines > 0 && await child.Output.ReadLineAsync() is { } early; lines--, told++)
            note(early);
        Thread.SpinWait(random.Next(spin));
        child.Kill();
        for (; await child.Output.ReadLineAsync() is { } line; told++)
            note(line);
        await child.EndAsync();
        _commits += told;
        return told;
    }

    private void Tell(string what) => output.WriteLine($"kills during {what}: {Rounds * Seeds.Soak} processes, {_commits} acknowledged; lost: 0");
}
