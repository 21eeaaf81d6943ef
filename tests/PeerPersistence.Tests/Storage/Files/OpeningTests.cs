using static PeerPersistence.Tests.Storage.Files.StoreHelpers;

namespace PeerPersistence.Tests.Storage.Files;

public sealed class OpeningTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task OpenAsync_OpenAlready_ThrowsStoreLocked()
    {
        await using (await OpenAsync())
        {
            var thrown = await FluentActions.Awaiting(OpenAsync).Should().ThrowAsync<StoreLockedException>();
            thrown.Which.Path.Should().Be(_folder.StorePath);
        }

        await using var again = await OpenAsync();
        again.Recovery.IsClean.Should().BeTrue();
    }

    [Fact]
    public async Task OpenAsync_NewFolder_IsPrivate()
    {
        if (OperatingSystem.IsWindows())
            return;
        var path = _folder.Combine("deeper", "down", "peers.db");
        await using var store = await FileKeyValueStore.OpenAsync(path);
        await store.SetTextAsync("a", "1");
        await store.CompactAsync();
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(path)!))
            File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        foreach (var folder in new[] { _folder.Combine("deeper"), _folder.Combine("deeper", "down") })
            File.GetUnixFileMode(folder).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, folder);
    }

    [Fact]
    public async Task OpenAsync_LengthZero_IsANewStore()
    {
        await File.WriteAllBytesAsync(_folder.StorePath, []);
        await using var store = await OpenAsync();
        await store.SetTextAsync("a", "1");
        store.Recovery.IsClean.Should().BeTrue();
    }

    [Theory]
    [InlineData("a letter to somebody, nothing of ours")]
    [InlineData("x")]
    public async Task OpenAsync_ForeignFile_IsRefusedUntouched(string text)
    {
        await File.WriteAllTextAsync(_folder.StorePath, text);
        await FluentActions.Awaiting(OpenAsync).Should().ThrowAsync<StoreCorruptedException>();
        (await File.ReadAllTextAsync(_folder.StorePath)).Should().Be(text);
        _folder.Names.Should().Equal("peers.db", "peers.db.lock");
    }

    [Fact]
    public async Task OpenAsync_StoreInsideAnotherFile_IsRefusedUntouched()
    {
        await using (var store = await OpenAsync())
            await store.SetTextAsync("a", "1");
        byte[] archive = [.. Bytes(new string('t', 512)), .. await File.ReadAllBytesAsync(_folder.StorePath)];
        await File.WriteAllBytesAsync(_folder.StorePath, archive);
        await FluentActions.Awaiting(OpenAsync).Should().ThrowAsync<StoreCorruptedException>();
        (await File.ReadAllBytesAsync(_folder.StorePath)).Should().Equal(archive);
    }

    [Fact]
    public async Task OpenAsync_NewerVersion_IsRefusedUntouched()
    {
        var header = FileHeader.Encode(7);
        header[8] = 2;
        BitConverter.TryWriteBytes(header.AsSpan(28), Crc32C.Compute(header.AsSpan(0, 28))).Should().BeTrue();
        await File.WriteAllBytesAsync(_folder.StorePath, header);
        await FluentActions.Awaiting(OpenAsync).Should().ThrowAsync<UnsupportedSchemaVersionException>();
        (await File.ReadAllBytesAsync(_folder.StorePath)).Should().Equal(header);
    }

    [Fact]
    public async Task OpenAsync_ThroughALink_KeepsTheLink()
    {
        if (OperatingSystem.IsWindows())
            return;
        File.CreateSymbolicLink(_folder.Combine("link"), _folder.StorePath);
        await using (var store = await OpenAsync())
            await store.SetTextAsync("a", "1");
        await using (var store = await FileKeyValueStore.OpenAsync(_folder.Combine("link")))
        {
            await store.CompactAsync();
            await FluentActions.Awaiting(OpenAsync).Should().ThrowAsync<StoreLockedException>();
            (await store.GetTextAsync("a")).Should().Be("1");
        }

        new FileInfo(_folder.Combine("link")).LinkTarget.Should().NotBeNull();
    }

    [Fact]
    public async Task OpenAsync_BadArguments_NamesThem()
    {
        await FluentActions.Awaiting(() => FileKeyValueStore.OpenAsync(null!)).Should().ThrowAsync<ArgumentNullException>().WithParameterName("path");
        await FluentActions.Awaiting(() => FileKeyValueStore.OpenAsync("")).Should().ThrowAsync<ArgumentException>().WithParameterName("path");
        await FluentActions.Awaiting(() => FileKeyValueStore.OpenAsync(_folder.StorePath, new() { Durability = (Durability)7 }))
            .Should().ThrowAsync<ArgumentException>().WithParameterName("Durability");
        await FluentActions.Awaiting(() => FileKeyValueStore.OpenAsync(_folder.StorePath, new() { CompactionFloorBytes = -1 }))
            .Should().ThrowAsync<ArgumentException>().WithParameterName("CompactionFloorBytes");
    }

    private Task<FileKeyValueStore> OpenAsync() => FileKeyValueStore.OpenAsync(_folder.StorePath);
}
