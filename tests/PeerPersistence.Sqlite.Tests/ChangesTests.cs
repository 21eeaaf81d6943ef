namespace PeerPersistence.Sqlite.Tests;

/// <summary>Own commits are named; those of others are noticed.</summary>
public sealed class ChangesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task GetChangesAsync_OwnCommits_AreNamed()
    {
        await using var store = await _folder.OpenAsync();
        var revision = (await store.GetChangesAsync(0)).Revision;
        await store.PutAsync("a", "1");
        await store.CommitAsync(new KeyValueBatch().Remove("b"));
        (await store.GetChangesAsync(revision)).Should().BeEquivalentTo(new { Revision = revision + 2, Keys = new[] { "a", "b" } });
    }

    [Fact]
    public async Task GetChangesAsync_CommitByAnyProgram_IsNoticedOnce()
    {
        await using var store = await _folder.OpenAsync();
        await store.PutAsync("a", "1");
        var revision = (await store.GetChangesAsync(0)).Revision;
        using (var foreign = _folder.Foreign())
            foreign.Run("DELETE FROM entries");

        var noticed = await store.GetChangesAsync(revision);
        noticed.Revision.Should().BeGreaterThan(revision);
        noticed.Keys.Should().BeNull("nobody tells which keys they were");
        (await store.GetChangesAsync(noticed.Revision)).Keys.Should().BeEmpty();
        await store.PutAsync("c", "1");
        (await store.GetChangesAsync(noticed.Revision)).Keys.Should().Equal("c");
        (await store.GetChangesAsync(revision)).Keys.Should().BeNull();
    }

    [Fact]
    public async Task GetChangesAsync_RefusedCommits_ChangeNothing()
    {
        await using var store = await _folder.OpenAsync();
        var revision = (await store.GetChangesAsync(0)).Revision;
        (await store.CommitAsync(new KeyValueBatch().Expect("a", StoreText.Bytes("1")).Set("a", StoreText.Bytes("2")))).Should().BeFalse();
        (await store.GetChangesAsync(revision)).Should().BeEquivalentTo(new { Revision = revision, Keys = Array.Empty<string>() });
    }
}
