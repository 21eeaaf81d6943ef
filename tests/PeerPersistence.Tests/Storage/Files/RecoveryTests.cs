using Microsoft.Extensions.Logging;

namespace PeerPersistence.Tests.Storage.Files;

public sealed class RecoveryTests : IDisposable
{
    private const string Version1 =
        "iVBlZXJMb2cBAAAA+64QmwAAAAAAAAAAAAAAAJXJ2muJUGVlckxvZwEAAAD7rhCbAAAAAAAAAAAAAAAAlcnaa/VQRgH7rhCbAQAAAAAAAAAnAAAABmfiCT96PZwBDgNtZXNoOnBlZXI6"
        + "YW5uYW9uZQENA21lc2g6cGVlcjpiZW50d2/1UEYB+64QmwIAAAAAAAAACAAAAOhDuHFTGt3YAQQBZ29uZXj1UEYB+64QmwMAAAAAAAAABgAAAA8gHJiC4eNxAARnb25l";

    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _all = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task OpenAsync_UnfinishedCommit_IsCutOffQuietly()
    {
        await FillAsync(5);
        var bytes = await File.ReadAllBytesAsync(_folder.StorePath);
        await File.WriteAllBytesAsync(_folder.StorePath, bytes[..^10]);
        _all.Remove("key-4");

        await using (var store = await OpenAsync())
        {
            (await store.AllAsync()).Should().Equal(_all);
            var unfinished = store.Recovery.UnfinishedBytes;
            store.Recovery.Should().Be(new StoreRecoveryReport { FramesRead = 4, UnfinishedBytes = unfinished });
            unfinished.Should().BePositive();
            _folder.Names.Should().Equal("peers.db", "peers.db.lock");
            await store.SetTextAsync("more", "1");
        }

        await using var reopened = await OpenAsync();
        reopened.Recovery.Should().Be(new StoreRecoveryReport { FramesRead = 5 });
        (await reopened.GetTextAsync("more")).Should().Be("1");
    }

    [Fact]
    public async Task OpenAsync_DamageInTheLastCommit_IsSetAsideAndReported()
    {
        await FillAsync(5);
        var bytes = await File.ReadAllBytesAsync(_folder.StorePath);
        bytes[^3] ^= 1;
        await File.WriteAllBytesAsync(_folder.StorePath, bytes);
        _all.Remove("key-4");

        await using var store = await OpenAsync();

        (await store.AllAsync()).Should().Equal(_all);
        (store.Recovery.CommitsLost, store.Recovery.UnfinishedBytes).Should().Be((1, 0));
        new FileInfo(store.Recovery.DamagedBytesPath!).Length.Should().Be(store.Recovery.BytesCut);
    }

    /// <summary>Written by the first version of the format: read, written to as it is, and rewritten by a compaction.</summary>
    [Fact]
    public async Task OpenAsync_Version1_IsReadAndAppendedToAndRewrittenByACompaction()
    {
        await File.WriteAllBytesAsync(_folder.StorePath, Convert.FromBase64String(Version1));
        await using (var store = await OpenAsync())
        {
            (await store.AllAsync()).Should().Equal(new Dictionary<string, string> { ["mesh:peer:anna"] = "one", ["mesh:peer:ben"] = "two" });
            store.Recovery.Should().Be(new StoreRecoveryReport { FramesRead = 3 });
            await store.CommitAsync(Enumerable.Range(0, 40).Aggregate(new KeyValueBatch(), (batch, i) => batch.Set($"key-{i}", new byte[500])));
        }

        await VersionShouldBeAsync(1);
        await using (var store = await OpenAsync())
        {
            (await store.AllAsync()).Should().HaveCount(42);
            store.Recovery.Should().Be(new StoreRecoveryReport { FramesRead = 4 });
            await store.CompactAsync();
        }

        await VersionShouldBeAsync(2);
        await using var rewritten = await OpenAsync();
        (await rewritten.AllAsync()).Should().HaveCount(42);
        rewritten.Recovery.IsClean.Should().BeTrue();
    }

    [Fact]
    public async Task OpenAsync_DamageInTheMiddle_CostsOnlyTheDamagedFrame()
    {
        await FillAsync(5);
        var bytes = await File.ReadAllBytesAsync(_folder.StorePath);
        var at = bytes.AsSpan().IndexOf("value-2"u8);
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(_folder.StorePath, bytes);
        _all.Remove("key-2");

        await using (var store = await OpenAsync())
        {
            (await store.AllAsync()).Should().Equal(_all);
            store.Recovery.CommitsLost.Should().Be(1);
            store.Recovery.FramesRead.Should().Be(4);
            (await File.ReadAllTextAsync(store.Recovery.DamagedBytesPath!)).Should().Contain("key-2").And.NotContain("key-3");
        }

        await using var reopened = await OpenAsync();
        reopened.Recovery.IsClean.Should().BeTrue();
        (await reopened.AllAsync()).Should().Equal(_all);
    }

    [Fact]
    public async Task OpenAsync_ValueThatHoldsAStoreFile_IsNotTakenForFrames()
    {
        await FillAsync(3);
        var inner = await File.ReadAllBytesAsync(_folder.StorePath);
        File.Delete(_folder.StorePath);
        await using (var store = await OpenAsync())
        {
            await store.CommitAsync(new KeyValueBatch().Set("backup", inner));
            await store.SetTextAsync("last", "1");
        }

        var bytes = await File.ReadAllBytesAsync(_folder.StorePath);
        bytes[FileHeader.Length + 5] ^= 1;
        await File.WriteAllBytesAsync(_folder.StorePath, bytes);
        await using var reopened = await OpenAsync();
        (await reopened.AllAsync()).Keys.Should().Equal("last");
    }

    [Fact]
    public async Task OpenAsync_ValueThatHoldsAnOlderStateOfItsOwnFile_DoesNotBringItBack()
    {
        await using (var store = await OpenAsync())
        {
            await store.SetTextAsync("key", "old");
            var older = _folder.Contents.Single();
            await store.SetTextAsync("key", "new");
            await store.CommitAsync(new KeyValueBatch().Set("backup", older));
            await store.SetTextAsync("last", "1");
        }

        // The header of the backup's frame is damaged, so that the search goes through its payload.
        var bytes = await File.ReadAllBytesAsync(_folder.StorePath);
        var backup = bytes.AsSpan().IndexOf("backup"u8);
        bytes[bytes.AsSpan(0, backup).LastIndexOf(FrameHeader.Mark) + 9] ^= 1;
        await File.WriteAllBytesAsync(_folder.StorePath, bytes);
        await using var reopened = await OpenAsync();
        (await reopened.AllAsync()).Should().Equal(new Dictionary<string, string> { ["key"] = "new", ["last"] = "1" });
        reopened.Recovery.CommitsLost.Should().Be(1);
    }

    [Fact]
    public async Task GetAsync_RottenWhileOpen_IsNoBytesAndSaidOnce()
    {
        var logger = new RecordingLogger<FileKeyValueStore>();
        await using var store = await FileKeyValueStore.OpenAsync(_folder.StorePath, new() { Logger = logger });
        await store.SetTextAsync("key", "value");
        await store.SetTextAsync("other", "fine");
        await using (var file = new FileStream(_folder.StorePath, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            var bytes = new byte[file.Length];
            await file.ReadExactlyAsync(bytes);
            file.Position = bytes.AsSpan().IndexOf("value"u8);
            file.WriteByte((byte)'V');
        }

        (await store.GetTextAsync("key")).Should().BeEmpty("it is there, and what it was nobody can tell");
        (await store.GetTextAsync("other")).Should().Be("fine");
        (await store.AllAsync()).Should().Equal(new Dictionary<string, string> { ["key"] = "", ["other"] = "fine" });
        logger.Entries.Count(entry => entry.Level == LogLevel.Error).Should().Be(1);
    }

    private async Task VersionShouldBeAsync(byte version) => (await File.ReadAllBytesAsync(_folder.StorePath))[8].Should().Be(version);

    private async Task FillAsync(int count)
    {
        await using var store = await OpenAsync();
        for (var i = 0; i < count; i++)
        {
            await store.SetTextAsync($"key-{i}", $"value-{i}");
            _all[$"key-{i}"] = $"value-{i}";
        }
    }

    private Task<FileKeyValueStore> OpenAsync() => FileKeyValueStore.OpenAsync(_folder.StorePath);
}
