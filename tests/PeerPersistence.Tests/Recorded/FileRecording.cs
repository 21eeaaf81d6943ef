namespace PeerPersistence.Tests.Recorded;

/// <summary>Records what lies in files, and what each recorded store of that day must tell.</summary>
internal static class FileRecording
{
    private static readonly Lazy<Task> s_written =
        new(() => RecordedData.Missing("expected.json") is { } day ? WriteAsync(day) : Task.CompletedTask);

    /// <summary>Records a day, if that was asked for and not done.</summary>
    public static Task EnsureAsync() => s_written.Value;

    public static async Task UseAsync(string path, Func<IKeyValueStore, Task> use)
    {
        await using var store = await FileKeyValueStore.OpenAsync(path, new() { Durability = Durability.Buffered });
        store.Recovery.IsClean.Should().BeTrue("nothing in a recorded file is damaged");
        await use(store);
    }

    public static async Task EncryptedAsync(IKeyValueStore inner, IMasterKeyProvider keys, Func<IKeyValueStore, Task> use)
    {
        using var store = EncryptedKeyValueStore.Create(inner, keys);
        await use(store);
    }

    private static async Task WriteAsync(string day)
    {
        var keys = RecordedData.KeyFile(day);
        using var passphrase = new PassphraseProvider(() => RecordedData.Passphrase);
        await UseAsync(
            RecordedData.PathOf(day, "encrypted.db"), inner => EncryptedAsync(inner, keys, store => RecordedStory.TellAsync(store, keys)));
        await UseAsync(RecordedData.PathOf(day, "many.db"), store => WriteManyAsync(day, store, passphrase));
        await UseAsync(RecordedData.PathOf(day, "peers.db"), store => RecordedStory.TellAsync(store, keys));
        await UseAsync(RecordedData.PathOf(day, "peers.db"), async store =>
        {
            await ExportAsync(day, store, keys);
            RecordedData.Write(day, "expected.json", await RecordedView.ReadAsync(store, keys, RecordedStory.Instants));
        });
        foreach (var lockFile in Directory.GetFiles(Path.GetDirectoryName(RecordedData.PathOf(day, "peers.db"))!, "*.lock"))
            File.Delete(lockFile);
    }

    /// <summary>Two pages of an index with gaps in it, and what one reads of them, with some of the peers in full.</summary>
    private static async Task WriteManyAsync(string day, IKeyValueStore store, IMasterKeyProvider keys)
    {
        var now = RecordedStory.Instants[0];
        await using var service = RecordedView.Serve(store, keys, new FakeTimeProvider(now));
        await service.StorePeersAsync(Enumerable.Range(0, 132).Select(number =>
            PeerData.Create($"peer {number:000}", now.AddHours(-number)) with
            {
                SharedSecret = number % 25 == 0 ? $"secret {number}" : null,
            }));
        foreach (var number in Enumerable.Range(10, 5))
            await service.RemovePeerAsync($"peer {number:000}");
        await service.StorePeerAsync(PeerData.Create("peer of the last page", now));

        await ((ICompactingStore)store).CompactAsync();
        var view = await RecordedView.ReadAsync(store, keys, RecordedStory.Instants);
        foreach (var id in view["ids"]!.AsArray().Select(id => (string)id!).Where((_, number) => number % 25 != 0))
            _ = view["peers"]!.AsObject().Remove(id) && view["addresses"]!.AsObject().Remove(id);
        RecordedData.Write(day, "many.json", view);
    }

    private static async Task ExportAsync(string day, IKeyValueStore store, IMasterKeyProvider keys)
    {
        await using var service = RecordedView.Serve(store, keys, new FakeTimeProvider(RecordedStory.Instants[0]));
        var export = await service.ExportDataAsync(new() { IncludePresence = true });
        RecordedData.Write(day, "export.json", export.ToJson());
        var backup = await service.ExportDataAsync(new() { IncludePresence = true, Passphrase = RecordedData.Passphrase });
        RecordedData.Write(day, "backup.json", backup.ToJson());
    }
}
