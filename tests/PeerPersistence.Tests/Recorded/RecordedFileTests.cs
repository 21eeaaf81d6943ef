using PeerPersistence.Tests.Storage.Files;

namespace PeerPersistence.Tests.Recorded;

/// <summary>File stores as they were written on a day: they open, hold everything, and go on.</summary>
public sealed class RecordedFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Days => RecordedData.Days;

    [Theory, MemberData(nameof(Days))]
    public async Task FileStore_RecordedEarlier_HoldsEverythingAndGoesOn(string day)
    {
        await FileRecording.EnsureAsync();
        var (path, keys) = (Copy(day, "peers.db"), RecordedData.KeyFile(day));

        await RecordedStore.ShouldTellAndGoOnAsync(
            RecordedData.Json(day, "expected.json"), keys, use => FileRecording.UseAsync(path, use));
    }

    [Theory, MemberData(nameof(Days))]
    public async Task FileStore_RecordedEarlierAndLookedAt_HoldsEverything(string day)
    {
        await FileRecording.EnsureAsync();
        await using var store = await FileKeyValueStore.OpenAsync(Copy(day, "peers.db"), new() { ReadOnly = true });

        await RecordedStore.ShouldTellAsync(RecordedData.Json(day, "expected.json"), store, RecordedData.KeyFile(day));
    }

    [Theory, MemberData(nameof(Days))]
    public async Task EncryptedStore_RecordedEarlier_HoldsEverythingAndGoesOn(string day)
    {
        await FileRecording.EnsureAsync();
        var (path, keys) = (Copy(day, "encrypted.db"), RecordedData.KeyFile(day));

        await RecordedStore.ShouldTellAndGoOnAsync(
            RecordedData.Json(day, "expected.json"), keys,
            use => FileRecording.UseAsync(path, store => FileRecording.EncryptedAsync(store, keys, use)));
    }

    [Theory, MemberData(nameof(Days))]
    public async Task FileStore_RecordedEarlierWithSeveralPagesUnderAPassphrase_HoldsEverythingAndGoesOn(string day)
    {
        await FileRecording.EnsureAsync();
        var path = Copy(day, "many.db");
        using var keys = new PassphraseProvider(() => RecordedData.Passphrase);

        await RecordedStore.ShouldTellAndGoOnAsync(RecordedData.Json(day, "many.json"), keys, use => FileRecording.UseAsync(path, use));
    }

    public void Dispose() => _folder.Dispose();

    private string Copy(string day, string name)
    {
        File.Copy(RecordedData.PathOf(day, name), _folder.StorePath);
        return _folder.StorePath;
    }
}
