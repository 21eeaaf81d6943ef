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
            foreign.Run("DELETE FROM entries");

        var noticed = await store.GetChangesAsync(token);
        noticed.Token.Should().NotBe(token);
        (noticed.Keys, noticed.Commits).Should().Be((null, null), "nobody tells which keys they were");
        (await store.GetChangesAsync(noticed.Token)).Keys.Should().BeEmpty();
        await store.PutAsync("c", "1");
        (await store.GetChangesAsync(noticed.Token)).Keys.Should().Equal("c");
        (await store.GetChangesAsync(token)).Keys.Should().BeNull();
    }

    [Fact]
    public async Task GetChangesAsync_RefusedCommits_ChangeNothing()
    {
        await using var store = await _folder.OpenAsync();
        var token = (await store.GetChangesAsync(null)).Token;
        (await store.CommitAsync(new KeyValueBatch().Expect("a", StoreText.Bytes("1")).Set("a", StoreText.Bytes("2")))).Should().BeFalse();
        (await store.GetChangesAsync(token)).Should().BeEquivalentTo(new { Token = token, Keys = Array.Empty<string>() });
    }
}
