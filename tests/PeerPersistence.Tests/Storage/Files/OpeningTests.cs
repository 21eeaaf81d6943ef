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

    [Theory]
    [InlineData(FileHeader.Version + 1, 0u)]
    [InlineData(FileHeader.Version, 1u)]
    public async Task OpenAsync_NewerVersionOrUnknownFeature_IsRefusedUntouched(uint version, uint features)
    {
        var header = FileHeader.Encode(salt: 7, version, features);
        await File.WriteAllBytesAsync(_folder.StorePath, header);
        await FluentActions.Awaiting(OpenAsync).Should().ThrowAsync<UnsupportedSchemaVersionException>();
        (await File.ReadAllBytesAsync(_folder.StorePath)).Should().Equal(header);
    }

    /// <summary>The lock beside the file is gone, or is that of another name: the file itself is held.</summary>
    [Theory]
    [InlineData("lock deleted")]
    [InlineData("hard link")]
    [InlineData("lock deleted, compacted")]
    public async Task OpenAsync_OpenAlreadyByAnotherWay_ThrowsStoreLocked(string way)
    {
        if (OperatingSystem.IsWindows())
            return;
        var path = _folder.StorePath;
        await using var store = await OpenAsync();
        await store.SetTextAsync("a", "1");
        if (way.Contains("compacted", StringComparison.Ordinal))
            await store.CompactAsync();
        if (way == "hard link")
            HardLink.TryCreate(path, path = _folder.Combine("other.db")).Should().BeTrue();
        else
            File.Delete(path + ".lock");

        await FluentActions.Awaiting(() => FileKeyValueStore.OpenAsync(path)).Should().ThrowAsync<StoreLockedException>();

        await store.SetTextAsync("b", "2");
        await store.CompactAsync();
        await store.DisposeAsync();
        await using var again = await OpenAsync();
        (await again.AllAsync()).Should().HaveCount(2);
    }

    /// <summary>Whoever makes a copy of the file reads it as any file.</summary>
    [Fact]
    public async Task OpenAsync_KeepsNobodyFromReadingTheFile()
    {
        await using var store = await OpenAsync();
        await store.SetTextAsync("a", "1");

        File.Copy(_folder.StorePath, _folder.Combine("copy.db"));

        await using var copy = await FileKeyValueStore.OpenAsync(_folder.Combine("copy.db"));
        (await copy.GetTextAsync("a")).Should().Be("1");
    }

    [Theory]
    [InlineData("a path too long")]
    [InlineData("a folder")]
    [InlineData("a file in a file")]
    public async Task OpenAsync_TheSystemRefuses_NamesFileAndCause(string what)
    {
        var path = what switch
        {
            "a path too long" => _folder.Combine(new string('x', 300)),
            "a folder" => Directory.CreateDirectory(_folder.StorePath).FullName,
            _ => Path.Combine(_folder.Combine("file"), "peers.db"),
        };
        await File.WriteAllTextAsync(_folder.Combine("file"), "of somebody else");

        foreach (var readOnly in new[] { false, true })
        {
            var thrown = await FluentActions.Awaiting(() => FileKeyValueStore.OpenAsync(path, new() { ReadOnly = readOnly })).Should().ThrowAsync<PeerPersistenceException>();
            thrown.Which.Message.Should().Contain(path).And.MatchRegex("could not be opened: .+[.] It was left as it is");
            thrown.Which.InnerException.Should().NotBeNull();
        }
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
