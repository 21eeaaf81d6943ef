namespace PeerPersistence.Sqlite.Tests;

public sealed class SqliteStoreOptionsTests
{
    [Fact]
    public async Task OpenAsync_NegativeTimeout_NamesItAndCreatesNothing()
    {
        using var folder = new TestFolder();
        await FluentActions.Awaiting(() => folder.OpenAsync(new() { BusyTimeout = TimeSpan.FromTicks(-1) }))
            .Should().ThrowAsync<ArgumentOutOfRangeException>().WithParameterName(nameof(SqliteStoreOptions.BusyTimeout));
        Directory.GetFiles(folder.Folder).Should().BeEmpty();
    }

    [Fact]
    public async Task OpenAsync_TooSmall_NamesTheLimit()
    {
        using var folder = new TestFolder();
        await FluentActions.Awaiting(() => folder.OpenAsync(new() { MaxSizeBytes = 65_535 }))
            .Should().ThrowAsync<ArgumentOutOfRangeException>().WithParameterName(nameof(SqliteStoreOptions.MaxSizeBytes));
    }

    [Fact]
    public async Task OpenAsync_NoPath_NamesTheArgument()
    {
        await FluentActions.Awaiting(() => SqliteKeyValueStore.OpenAsync(null!)).Should().ThrowAsync<ArgumentNullException>().WithParameterName("path");
        await FluentActions.Awaiting(() => SqliteKeyValueStore.OpenAsync("")).Should().ThrowAsync<ArgumentException>().WithParameterName("path");
    }
}
