using System.Text;
using System.Text.Json;
using PeerPersistence.Tests.Protection;

namespace PeerPersistence.Tests.Records.Migrations;

/// <summary>A stored example of an older form, as a step of the migration finds it, and what has to come out.</summary>
internal sealed class OldForm(JsonElement example)
{
    public static TheoryData<string> Names => [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Data", "schema")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public static OldForm Read(string name)
    {
        using var document = TestData.Json("schema", name);
        return new(document.RootElement.Clone());
    }

    /// <summary>Writes it, over whatever is there.</summary>
    public async Task WriteAsync(IKeyValueStore store)
    {
        var batch = new KeyValueBatch();
        foreach (var key in (await store.DumpAsync()).Keys)
            batch.Remove(key);
        foreach (var item in example.GetProperty("store").EnumerateObject())
            batch.Set(item.Name, Encoding.UTF8.GetBytes(item.Value.GetString()!));
        await store.CommitAsync(batch);
    }

    public async Task<InMemoryKeyValueStore> StoreAsync()
    {
        var store = new InMemoryKeyValueStore();
        await WriteAsync(store);
        return store;
    }

    /// <summary>Every secret that was there opens, those that were damaged are kept, and nothing is left of the older form.</summary>
    public async Task ShouldBePresentIn(IKeyValueStore store, IPeerPersistenceService service, string because)
    {
        foreach (var (peerId, secret) in example.GetProperty("secrets").EnumerateObject().Select(item => (item.Name, item.Value.GetString())))
        {
            var peer = (await service.GetPeerAsync(peerId))!;
            var status = IsDamaged(peerId) ? SecretStatus.Damaged : secret is null ? SecretStatus.None : SecretStatus.Available;
            (peer.SharedSecret, peer.SecretStatus).Should().Be((secret, status), because);
        }

        var dump = await store.DumpAsync();
        dump.Keys.Should().NotContain("mesh:encryption:original", because).And.Contain("mesh:schema:version", because);
        dump["mesh:schema:version"].Should().Be("1.0.0", because);
        string.Concat(dump.Values).Should().NotContain(OriginalData.Key, because).And.NotContain("left in clear", because);
        dump.Where(item => item.Value.Contains("\"encryptedSecret\":\"", StringComparison.Ordinal) && !IsDamaged(item.Key["mesh:peer:".Length..]))
            .Should().OnlyContain(item => item.Value.Contains("\"encryptedSecret\":\"pp1.", StringComparison.Ordinal), because);
    }

    private bool IsDamaged(string peerId) => example.GetProperty("damaged").EnumerateArray().Any(damaged => damaged.GetString() == peerId);
}
