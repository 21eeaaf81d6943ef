using System.Text.Json.Nodes;

namespace PeerPersistence.Tests.Recorded;

/// <summary>Backups as they were written on a day, read into an empty store: everything that a backup holds is back.</summary>
public sealed class RecordedBackupTests
{
    private static readonly FixedKeyProvider s_keys = new("a key of thirty-two bytes, tests"u8.ToArray());

    public static TheoryData<string> Days => RecordedData.Days;

    [Theory, MemberData(nameof(Days))]
    public async Task SealedBackup_WrittenEarlier_BringsEverything(string day)
    {
        await FileRecording.EnsureAsync();

        await RecordedStore.ShouldTellAsync(Expected(day), await ImportedAsync(day, "backup.json", RecordedData.Passphrase), s_keys);
    }

    [Theory, MemberData(nameof(Days))]
    public async Task Export_WrittenEarlier_BringsEverythingButSecrets(string day)
    {
        await FileRecording.EnsureAsync();
        var expected = Expected(day);
        foreach (var (_, peer) in expected["peers"]!.AsObject())
            (peer!["secret"], peer["secretStatus"]) = (null, "None");

        await RecordedStore.ShouldTellAsync(expected, await ImportedAsync(day, "export.json", passphrase: null), s_keys);
    }

    /// <summary>What the store told, without what stays behind: the memory of addresses, and of who was removed.</summary>
    private static JsonObject Expected(string day)
    {
        var expected = RecordedData.Json(day, "expected.json").AsObject();
        expected.Remove("addresses");
        expected.Remove("worthStoring");
        return expected;
    }

    private static async Task<IKeyValueStore> ImportedAsync(string day, string name, string? passphrase)
    {
        var store = new InMemoryKeyValueStore();
        await using var service = RecordedView.Serve(store, s_keys, new FakeTimeProvider(RecordedView.InstantsOf(Expected(day))[0]));
        var result = await service.ImportDataAsync(PeerExport.Parse(RecordedData.Text(day, name)), new() { Passphrase = passphrase });
        result.Should().BeEquivalentTo(new ImportResult { Imported = Expected(day)["ids"]!.AsArray().Count });
        return store;
    }
}
