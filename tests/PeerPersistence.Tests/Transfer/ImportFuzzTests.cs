using System.Text.Json;

namespace PeerPersistence.Tests.Transfer;

/// <summary>Whatever is handed in: it is imported as far as it is sound, or refused as no import and nothing changes.</summary>
[Trait("Speed", "Slow")]
public sealed class ImportFuzzTests : IAsyncLifetime
{
    private const int Cases = 2500;

    private readonly CommitCounter _store = new(new InMemoryKeyValueStore());
    private readonly Setup _setup;

    public ImportFuzzTests() => _setup = new(options => options.MaxPeers = 20, _store);

    public Task InitializeAsync() => _setup.Service.StorePeersAsync([_setup.Friend("a") with { SharedSecret = "a's", IsPinned = true }, _setup.Friend("b")]);

    public async Task DisposeAsync() => await _setup.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(20261122)]
    public async Task Import_SpoiltExports_AreTakenOrRefusedWhole(int seed)
    {
        await using var other = new Setup();
        await other.Service.StorePeersAsync([.. PeerExport.Parse(OriginalData.Export).Peers.Take(2)]);
        await other.Service.StorePeersAsync([other.Friend("a") with { SharedSecret = "another's" }, other.Friend("c") with { Metadata = new Dictionary<string, JsonElement> { ["m"] = JsonSerializer.SerializeToElement(new[] { 1 }) } }]);
        await other.Service.ObserveMeshAsync(["a", "c"]);
        string[] sound =
        [
            (await other.Service.ExportDataAsync(new() { IncludePresence = true })).ToJson(),
            (await other.Service.ExportDataAsync(new() { Passphrase = "correct horse" })).ToJson(),
        ];
        var fuzz = new Fuzz(seed);

        await TryAllAsync(seed, () => fuzz.Spoil(sound[fuzz.Next(sound.Length)]), json => Task.FromResult(PeerExport.Parse(json)));
    }

    [Theory]
    [InlineData(2)]
    public async Task Import_MadeUpExports_AreTakenOrRefusedWhole(int seed)
    {
        var fuzz = new Fuzz(seed);
        await TryAllAsync(seed, MadeUp, json => Task.FromResult(PeerExport.Parse(json)));

        string MadeUp()
        {
            if (fuzz.Next(8) == 0)
                return fuzz.Value();
            var peers = Enumerable.Range(0, fuzz.Next(5)).Select(i => Named($"peer-{fuzz.Next(30)}", fuzz.Object("lastSeen", "iceServers", "cachedCandidates", "connectionQuality", "metadata", "presence", "sharedSecret")));
            return $"{{\"peers\":[{string.Join(',', peers)}],\"exportDate\":{fuzz.Value(9)}}}";
        }
    }

    [Theory]
    [InlineData(3)]
    public async Task Import_SpoiltDumps_AreTakenOrRefusedWhole(int seed)
    {
        var items = JsonSerializer.Deserialize<Dictionary<string, string>>(OriginalData.LocalStorage)!
            .Where(item => item.Key is "mesh:peers:index" or "mesh:encryption:key" or "mesh:peer:PEER-000-597056" or "mesh:peer:PEER-001-63712")
            .ToDictionary(item => item.Key, item => item.Value);
        var fuzz = new Fuzz(seed);

        await TryAllAsync(seed, Spoilt, json => LocalStorageImport.ReadAsync(json));

        string Spoilt()
        {
            var spoilt = new Dictionary<string, string>(items);
            var key = items.Keys.ElementAt(fuzz.Next(items.Count));
            spoilt[key] = fuzz.Next(5) == 0 ? Named("PEER-000-597056", fuzz.Object("encryptedSecret", "sharedSecret", "lastSeen")) : fuzz.Spoil(items[key]);
            var json = JsonSerializer.Serialize(spoilt);
            return fuzz.Next(4) == 0 ? fuzz.Spoil(json) : json;
        }
    }

    [Fact]
    public async Task Read_DumpWithHalfACharacterElsewhere_BringsThePeers() =>
        (await LocalStorageImport.ReadAsync("""{"mesh:peer:x":"{\"peerId\":\"x\"}","other app's \ud83d":"\udc00"}""")).Peers.Should().ContainSingle();

    [Fact, Trait("Large", "")]
    public async Task Read_MoreThanABrowserHolds_IsRefused()
    {
        var json = "{\"x\":\"" + new string('y', 64 * 1024 * 1024) + "\"}";
        await FluentActions.Awaiting(() => LocalStorageImport.ReadAsync(json)).Should().ThrowAsync<ImportFormatException>();
    }

    [Fact, Trait("Large", "")]
    public async Task Read_SecretLargerThanAnyOfOurs_IsReportedAndTheOthersCome()
    {
        var large = JsonSerializer.Serialize(new { peerId = "x", encryptedSecret = new string('A', 1_398_144) });
        var export = await LocalStorageImport.ReadAsync(JsonSerializer.Serialize(new Dictionary<string, string> { ["mesh:peer:x"] = large, ["mesh:peer:y"] = """{"peerId":"y"}""" }));

        var result = await _setup.Service.ImportDataAsync(export);

        result.Imported.Should().Be(1);
        result.Failures.Should().ContainSingle().Which.PeerId.Should().Be("x");
    }

    [Theory, Trait("Large", "")]
    [InlineData(PeerLimits.PeersPerExport, true)]
    [InlineData(PeerLimits.PeersPerExport + 1, false)]
    public void Parse_Entries_AreBounded(int count, bool accepted)
    {
        // The version is looked at after the entries were counted and before they are read.
        var json = "{\"peers\":[" + string.Concat(Enumerable.Repeat("0,", count - 1)) + "0],\"version\":7}";
        FluentActions.Invoking(() => PeerExport.Parse(json)).Should().Throw<ImportFormatException>()
            .WithMessage(accepted ? "*another version*" : "*at most*");
    }

    [Fact, Trait("Large", "")]
    public async Task Import_PresenceThatIsNone_IsLeftOut()
    {
        var export = PeerExport.Parse($$"""{"peers":[{"peerId":"x","presence":"{{new string('A', 2 * PeerLimits.RecordBytes)}}"}]}""");

        (await _setup.Service.ImportDataAsync(export)).Imported.Should().Be(1);

        (await _store.TextAsync("mesh:peer:x")).Should().NotContain("AAAA");
    }

    private static string Named(string peerId, string json) => $"{{\"peerId\":\"{peerId}\"" + (json == "{}" ? "}" : "," + json[1..]);

    private async Task TryAllAsync(int seed, Func<string> make, Func<string, Task<PeerExport>> read)
    {
        var (taken, refused) = (0, 0);
        for (var i = 0; i < Cases; i++)
        {
            var json = make();
            var commits = _store.Commits;
            try
            {
                var export = await read(json);
                var result = await _setup.Service.ImportDataAsync(export, new() { OnConflict = (ImportConflict)(i % 3) });
                (result.Imported + result.Skipped + result.Failures.Count).Should().BeLessThanOrEqualTo(export.Peers.Count + export.Unreadable.Count);
                (_store.Commits - commits).Should().BeLessThanOrEqualTo(1, "an import is one commit");
                taken++;
            }
            catch (Exception e) when (e is ImportFormatException or ArgumentException)
            {
                (_store.Commits - commits).Should().Be(0, "what is refused changes nothing");
                refused++;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}, case {i}: {json}", e);
            }
        }

        (taken, refused).Should().Match<(int Taken, int Refused)>(tried => tried.Taken > Cases / 10 && tried.Refused > Cases / 100, "both happen");
        (await _setup.Service.GetAllPeerIdsAsync()).Should().HaveCountLessThanOrEqualTo(20);
        (await _setup.Service.GetStorageStatsAsync()).DamagedRecords.Should().Be(0);
    }
}
