namespace PeerPersistence.Sqlite.Tests;

/// <summary>Commits are named, whoever made them; what a program changed that is not this library is noticed.</summary>
public sealed class ChangesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task GetChangesAsync_OwnCommits_AreNamed()
    {
        await using var store = await _folder.OpenAsync();
        var token = (await store.GetChangesAsync(null)).Token;
        await store.PutAsync("a", "1");
        await store.CommitAsync(new KeyValueBatch().Remove("b"));
        (await store.GetChangesAsync(token)).Should().BeEquivalentTo(new { Commits = 2L, Keys = new[] { "a", "b" } });
    }

    [Fact]
    public async Task GetChangesAsync_CommitByAnyProgram_IsNoticedOnce()
    {
        await using var store = await _folder.OpenAsync();
        await store.PutAsync("a", "1");
        var token = (await store.GetChangesAsync(null)).Token;
        using (var foreign = _folder.Foreign())
            foreign.Run("DELETE FROM records");

        var noticed = await store.GetChangesAsync(token);
        noticed.Token.Should().NotBe(token);
        (noticed.Keys, noticed.Commits).Should().Be((null, null), "nobody tells which keys they were");
        (await store.GetChangesAsync(noticed.Token)).Keys.Should().BeEmpty();
        await store.PutAsync("c", "1");
        (await store.GetChangesAsync(noticed.Token)).Keys.Should().Equal("c");
        (await store.GetChangesAsync(token)).Keys.Should().BeNull();
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MaxValue - 1)]
    public async Task CommitAsync_LogThatEndsInTheFarFuture_GoesOnAndIsNoticed(long position)
    {
        await using var store = await _folder.OpenAsync();
        await store.PutAsync("a", "1");
        var token = (await store.GetChangesAsync(null)).Token;
        using (var foreign = _folder.Foreign())
            foreign.Run($"INSERT INTO changes (position, keys) VALUES ({position}, x'')");

        foreach (var key in new[] { "b", "c", "d" })
            await store.PutAsync(key, "1");

        (await store.ReadAsync("d")).Should().Be("1");
        (await store.GetChangesAsync(token)).Keys.Should().BeNull("nobody tells what was before");
        token = (await store.GetChangesAsync(null)).Token;
        await store.PutAsync("e", "1");
        (await store.GetChangesAsync(token)).Keys.Should().Equal("e");
    }

    [Fact]
    public async Task GetChangesAsync_CommitsOfAnother_AreNamedAndCounted()
    {
        await using var store = await _folder.OpenAsync();
        await using var other = await _folder.OpenAsync();
        var token = (await store.GetChangesAsync(null)).Token;
        await other.PutAsync("a", "1");
        await store.PutAsync("b", "1");
        await other.CommitAsync(new KeyValueBatch().Remove("b").Set("c\ud800", StoreText.Bytes("1")));

        var changes = await store.GetChangesAsync(token);

        changes.Should().BeEquivalentTo(new { Commits = 3L, Keys = new[] { "a", "b", "c\ud800" } });
        (await other.GetChangesAsync(token)).Keys.Should().BeNull("the token is of another store object");
    }

    [Fact]
    public async Task GetChangesAsync_MoreOfAnotherThanALogOfMemoryHolds_AreAllNamed()
    {
        await using var store = await _folder.OpenAsync();
        await using var other = await _folder.OpenAsync();
        var token = (await store.GetChangesAsync(null)).Token;
        var many = Enumerable.Range(0, 100_000).Aggregate(new KeyValueBatch(), (batch, i) => batch.Set($"k{i}", StoreText.Bytes("v")));
        await other.CommitAsync(many);
        for (var i = 0; i < 100; i++)
            await other.PutAsync($"k{i}", "w");

        var changes = await store.GetChangesAsync(token);

        (changes.Keys!.Count, changes.Commits).Should().Be((100_000, 101L));
    }

    [Fact]
    public async Task GetChangesAsync_LogLongerThanTheRecords_IsForgottenFromItsBegin()
    {
        await using var store = await _folder.OpenAsync();
        var first = (await store.GetChangesAsync(null)).Token;
        await store.PutAsync("k", "0");
        var batch = Enumerable.Range(0, 1000).Aggregate(new KeyValueBatch(), (all, i) => all.Remove($"absent {i}"));
        for (var i = 0; i < 20; i++)
            await store.CommitAsync(batch);
        var late = (await store.GetChangesAsync(null)).Token;
        await store.PutAsync("k", "1");

        (await store.GetChangesAsync(first)).Keys.Should().BeNull("a scan is shorter than the log would be");
        (await store.GetChangesAsync(late)).Keys.Should().Equal("k");
        using var foreign = _folder.Foreign();
        foreign.Run("SELECT sum(length(keys)) FROM changes").Should().BeOfType<long>().Which.Should().BeLessThan(10_000 * 20);
    }

    [Fact]
    public async Task CompactAsync_OfAnother_LeavesNoNameOfTheRemovedAndIsNoticed()
    {
        await using var store = await _folder.OpenAsync();
        await using var other = await _folder.OpenAsync();
        await store.PutAsync("somebody", "1");
        var token = (await store.GetChangesAsync(null)).Token;
        await store.CommitAsync(new KeyValueBatch().Remove("somebody"));

        await other.CompactAsync();

        (await store.GetChangesAsync(token)).Keys.Should().BeNull();
        _folder.Text().Should().NotContain("somebody");
        var after = (await store.GetChangesAsync(null)).Token;
        await other.PutAsync("k", "1");
        (await store.GetChangesAsync(after)).Keys.Should().Equal("k");
    }

    [Fact]
    public async Task GetChangesAsync_LogDamaged_SaysToScan()
    {
        await using var store = await _folder.OpenAsync();
        var token = (await store.GetChangesAsync(null)).Token;
        await store.PutAsync("a", "1");
        using (var foreign = _folder.Foreign())
            foreign.Run("UPDATE changes SET keys = x'ffffffff00' WHERE position > 0");

        (await store.GetChangesAsync(token)).Keys.Should().BeNull();
    }

    [Fact]
    public async Task Query_AfterAnotherStoreWroteThousands_ReadsThemAndScansNothing()
    {
        await using var file = await _folder.OpenAsync();
        var store = new ScanCounter(file);
        await using var peers = new PeerPersistenceService(store, new PeerPersistenceOptions { MaxPeers = 20_000 });
        await peers.StorePeersAsync(Enumerable.Range(0, 2_000).Select(i => PeerData.Create($"old {i}")));
        _ = await peers.QueryPeersAsync(new() { Limit = 1 });
        var before = store.Scans;
        await using (var other = await _folder.OpenAsync())
        await using (var another = new PeerPersistenceService(other, new PeerPersistenceOptions { MaxPeers = 20_000 }))
            await another.StorePeersAsync(Enumerable.Range(0, 6_000).Select(i => PeerData.Create($"new {i}")));

        var known = await peers.QueryPeersAsync(new() { WithSecrets = false });

        known.Should().HaveCount(8_000);
        store.Scans.Should().Be(before);
    }

    [Fact]
    public async Task GetChangesAsync_RefusedCommits_ChangeNothing()
    {
        await using var store = await _folder.OpenAsync();
        var token = (await store.GetChangesAsync(null)).Token;
        (await store.CommitAsync(new KeyValueBatch().Expect("a", StoreText.Bytes("1")).Set("a", StoreText.Bytes("2")))).Should().BeFalse();
        (await store.GetChangesAsync(token)).Should().BeEquivalentTo(new { Token = token, Keys = Array.Empty<string>() });
    }

    private sealed class ScanCounter(IKeyValueStore inner) : DelegatingKeyValueStore(inner)
    {
        public int Scans { get; private set; }

        public override IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
            string prefix, CancellationToken cancellationToken = default)
        {
            Scans++;
            return base.ScanAsync(prefix, cancellationToken);
        }
    }
}
