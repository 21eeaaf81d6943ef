namespace PeerPersistence.Tests.Storage.Files;

public sealed class ReadOnlyTests : IDisposable
{
    private static readonly FileStoreOptions Look = new() { ReadOnly = true };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_NoFile_ThrowsAndMakesNothing()
    {
        await FluentActions.Awaiting(() => FileKeyValueStore.OpenAsync(_folder.StorePath, Look)).Should().ThrowAsync<FileNotFoundException>();

        _folder.Names.Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Dear diary")]
    public async Task Open_NothingOfOurs_IsEmptyOrRefused(string text)
    {
        await File.WriteAllTextAsync(_folder.StorePath, text);
        var open = () => FileKeyValueStore.OpenAsync(_folder.StorePath, Look);

        if (text.Length > 0)
        {
            await open.Should().ThrowAsync<StoreCorruptedException>();
        }
        else
        {
            await using var store = await open();
            (await store.AllAsync()).Should().BeEmpty();
            store.Recovery.IsClean.Should().BeTrue();
        }

        _folder.Names.Should().Equal("peers.db");
        (await File.ReadAllTextAsync(_folder.StorePath)).Should().Be(text);
    }

    [Fact]
    public async Task Open_WhileItsOwnerWritesAndCompacts_StaysAsItWasOpened()
    {
        await using var owner = await FileKeyValueStore.OpenAsync(_folder.StorePath);
        await owner.SetTextAsync("kept", "old");
        await owner.SetTextAsync("removed", "old");
        await using var look = await FileKeyValueStore.OpenAsync(_folder.StorePath, Look);
        var token = (await look.GetChangesAsync(null)).Token;

        await owner.CommitAsync(new KeyValueBatch().Set("kept", "new"u8.ToArray()).Remove("removed").Set("added", "new"u8.ToArray()));
        await owner.CompactAsync();
        await owner.SetTextAsync("kept", "newer");

        (await look.AllAsync()).Should().Equal(new Dictionary<string, string> { ["kept"] = "old", ["removed"] = "old" });
        (await look.GetChangesAsync(token)).Keys.Should().BeEmpty();
        await using var again = await FileKeyValueStore.OpenAsync(_folder.StorePath, Look);
        (await again.AllAsync()).Should().Equal(new Dictionary<string, string> { ["added"] = "new", ["kept"] = "newer" });
    }

    [Fact]
    public async Task Open_BeforeItsOwner_KeepsNobodyOut()
    {
        await using (var first = await FileKeyValueStore.OpenAsync(_folder.StorePath))
            await first.SetTextAsync("k", "v");
        await using var look = await FileKeyValueStore.OpenAsync(_folder.StorePath, Look);

        await using var owner = await FileKeyValueStore.OpenAsync(_folder.StorePath);

        (await owner.GetTextAsync("k")).Should().Be("v");
        (owner.IsReadOnly, look.IsReadOnly).Should().Be((false, true));
    }

    [Fact]
    public async Task Write_IsRefusedAndChangesNothing()
    {
        await using (var owner = await FileKeyValueStore.OpenAsync(_folder.StorePath))
            await owner.SetTextAsync("k", "v");
        var before = _folder.Contents.ToArray();
        await using (var look = await FileKeyValueStore.OpenAsync(_folder.StorePath, Look))
        {
            var commit = async () => await look.CommitAsync(new KeyValueBatch().Set("k", "w"u8.ToArray()));
            await commit.Should().ThrowAsync<PeerPersistenceException>().WithMessage("*read-only*");
            await look.Awaiting(store => store.CompactAsync()).Should().ThrowAsync<PeerPersistenceException>().WithMessage("*read-only*");
            await look.FlushAsync();
            (await look.GetTextAsync("k")).Should().Be("v");
        }

        _folder.Contents.Should().BeEquivalentTo(before, order => order.WithStrictOrdering());
    }

    [Fact]
    public async Task Open_TornTail_IsLeftWhereItIs()
    {
        await using (var owner = await FileKeyValueStore.OpenAsync(_folder.StorePath))
            await owner.SetTextAsync("k", "v");
        await File.AppendAllTextAsync(_folder.StorePath, "half a frame, perhaps");
        var names = _folder.Names;
        var before = _folder.Contents.ToArray();

        await using (var look = await FileKeyValueStore.OpenAsync(_folder.StorePath, Look))
            (await look.GetTextAsync("k")).Should().Be("v");

        _folder.Names.Should().Equal(names);
        _folder.Contents.Should().BeEquivalentTo(before, order => order.WithStrictOrdering());
    }

    [Fact]
    public async Task Dispose_CallsThatComeLater_Throw()
    {
        await using (await FileKeyValueStore.OpenAsync(_folder.StorePath))
        {
        }

        var look = await FileKeyValueStore.OpenAsync(_folder.StorePath, Look);
        await look.DisposeAsync();
        await look.DisposeAsync();

        await FluentActions.Awaiting(async () => await look.GetAsync("k")).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Service_OverALook_ReadsAndWritesNothing(bool needsMending)
    {
        await using var owner = await FileKeyValueStore.OpenAsync(_folder.StorePath);
        await using (var peers = new PeerPersistenceService(owner, new(), new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray())))
            await peers.StorePeersAsync([PeerData.Create("a") with { SharedSecret = "s" }, PeerData.Create("b")]);
        if (needsMending)
            await owner.CommitAsync(new KeyValueBatch().Remove("mesh:schema:version").Remove("mesh:peers:metadata").Set("mesh:peers:index", "["u8.ToArray()));
        var before = _folder.Contents.ToArray();

        await using (var look = await FileKeyValueStore.OpenAsync(_folder.StorePath, Look))
        {
            await using var peers = new PeerPersistenceService(look, new(), new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray()));
            await peers.InitializeAsync();
            (await peers.GetPeerAsync("a"))!.SharedSecret.Should().Be("s");
            (await peers.QueryPeersAsync(new())).Should().HaveCount(2);
            (await peers.GetReconnectionCandidatesAsync()).Should().HaveCount(2);
            (await peers.GetStorageStatsAsync()).PeerCount.Should().Be(2);
            (await peers.CheckHealthAsync()).Keys.Should().Be(KeyStatus.Available);
            (await peers.ExportDataAsync()).Peers.Should().HaveCount(2);
            await peers.FlushAsync();
            await peers.Awaiting(one => one.StorePeerAsync(PeerData.Create("c"))).Should().ThrowAsync<PeerPersistenceException>().WithMessage("*read-only*");
            await peers.Awaiting(one => one.RemovePeerAsync("a")).Should().ThrowAsync<PeerPersistenceException>().WithMessage("*read-only*");
        }

        _folder.Contents.Should().BeEquivalentTo(before, order => order.WithStrictOrdering());
    }
}
