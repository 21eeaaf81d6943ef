namespace PeerPersistence.Cli.Tests.Browser;

/// <summary>Pictures of the report, to be looked at: of one, of forty and of two thousand peers, wide and narrow, light and dark.</summary>
public sealed class ReportPictures : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [PicturesTheory]
    [InlineData(1, 1)]
    [InlineData(40, 56)]
    [InlineData(2000, 8)]
    public async Task Report_OfSoManyPeers_InPictures(int people, int days)
    {
        await Habits.FillAsync(_scene, people, days);
        if (people == 40)
            await GrowOldAsync();
        var page = Path.Combine(PicturesTheoryAttribute.Folder!, $"report-{people}.html");
        (await _scene.RunAsync(["report", "--store", _scene.FileStore, .. File.Exists(_scene.KeyFile) ? new[] { "--key-file", _scene.KeyFile } : [], "--out", page, "--force"])).Should(ExitCode.Done);

        // The pictures name a store as its owner would, not a folder of this test.
        await File.WriteAllTextAsync(page, (await File.ReadAllTextAsync(page)).Replace(_scene.In("peers.db"), "chat.db"));

        foreach (var (width, height, dark, name) in new[] { (1200, 900, false, "top"), (1200, 3600, false, "light"), (1200, 3600, true, "dark"), (500, 6000, false, "narrow"), (500, 6000, true, "narrow-dark") })
            await Chromium.PictureAsync(page, _scene.In("profile"), Path.ChangeExtension(page, name + ".png"), width, height, dark);
    }

    /// <summary>Some strangers went away, one never answered, and one record is damaged.</summary>
    private async Task GrowOldAsync()
    {
        await using var store = await FileKeyValueStore.OpenAsync(_scene.In("peers.db"));
        await using var service = await _scene.ServiceAsync(store);
        foreach (var (name, days) in new[] { ("Stranger A", 41), ("Stranger B", 33), ("Stranger C", 26), ("Stranger D", 3) })
            await service.StorePeerAsync(PeerData.Create(name.Replace(' ', '-'), _scene.Time.GetUtcNow().AddDays(-days)) with { DisplayName = name, LastConnected = null, ConnectionQuality = new() });
        for (var attempt = 0; attempt < 5; attempt++)
            await service.RecordFailedAttemptAsync("Stranger-D");
        await store.CommitAsync(new KeyValueBatch().Set("mesh:peer:broken", "{"u8.ToArray()));
    }
}

/// <summary>A test that makes pictures in the folder that PEERS_PICTURES names, and is skipped without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PicturesTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks for the folder and the browser.</summary>
    public PicturesTheoryAttribute() => Skip = Folder is null ? "PEERS_PICTURES names no folder for pictures" : Chromium.Missing;

    internal static string? Folder => Environment.GetEnvironmentVariable("PEERS_PICTURES");
}
