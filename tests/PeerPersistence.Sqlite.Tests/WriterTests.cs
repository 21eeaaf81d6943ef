using System.Buffers.Binary;
using static PeerPersistence.Sqlite.Tests.StoreText;

namespace PeerPersistence.Sqlite.Tests;

/// <summary>What happens while somebody else writes, and to commits that are written together.</summary>
public sealed class WriterTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task CommitAsync_AnotherWrites_WaitsAndReadsGoOn()
    {
        await using var store = await _folder.OpenAsync();
        await store.PutAsync("k", "before");
        using var foreign = _folder.Foreign();
        foreign.Run("BEGIN IMMEDIATE");

        var commit = store.PutAsync("k", "after");
        (await store.ReadAsync("k")).Should().Be("before");
        commit.IsCompleted.Should().BeFalse();
        foreign.Run("ROLLBACK");
        await commit;
        (await store.ReadAsync("k")).Should().Be("after");
    }

    [Fact]
    public async Task CommitAsync_AnotherWritesForTooLong_IsLockedAndWorksLater()
    {
        await using var store = await _folder.OpenAsync(new() { BusyTimeout = TimeSpan.FromMilliseconds(30) });
        using var foreign = _folder.Foreign();
        foreign.Run("BEGIN IMMEDIATE");
        var commits = Enumerable.Range(0, 5).Select(number => store.PutAsync($"k{number}", "v")).ToList();
        foreach (var commit in commits)
            (await FluentActions.Awaiting(() => commit).Should().ThrowAsync<StoreLockedException>()).Which.Path.Should().Be(_folder.Database);

        foreign.Run("ROLLBACK");
        await store.PutAsync("later", "v");
        (await store.ScanAsync("").ToListAsync()).Should().Equal("later");
    }

    [Fact]
    public async Task CommitAsync_CancelledWhileAnotherWrites_EndsAtOnceAndWritesNothing()
    {
        await using var store = await _folder.OpenAsync();
        using var foreign = _folder.Foreign();
        foreign.Run("BEGIN IMMEDIATE");
        using var source = new CancellationTokenSource();
        var cancelled = store.CommitAsync(new KeyValueBatch().Set("cancelled", Bytes("v")), source.Token).AsTask();
        var kept = store.PutAsync("kept", "v");
        await source.CancelAsync();
        await FluentActions.Awaiting(() => cancelled).Should().ThrowAsync<OperationCanceledException>();
        kept.IsCompleted.Should().BeFalse();

        foreign.Run("ROLLBACK");
        await kept;
        (await store.ScanAsync("").ToListAsync()).Should().Equal("kept");
    }

    [Fact]
    public async Task CommitAsync_ExpectationMadeTrueByAnother_IsJudgedInsideTheTransaction()
    {
        await using var store = await _folder.OpenAsync();
        await store.PutAsync("k", "old");
        using var foreign = _folder.Foreign();
        foreign.Run("BEGIN IMMEDIATE");
        var outdated = store.CommitAsync(new KeyValueBatch().Expect("k", Bytes("old")).Set("k", Bytes("lost")));
        foreign.Run("UPDATE records SET value = CAST('new' AS BLOB); COMMIT");
        (await outdated).Should().BeFalse();
        (await store.ReadAsync("k")).Should().Be("new");
    }

    [Fact]
    public async Task CommitAsync_WrittenTogether_EachIsJudgedByItself()
    {
        await using var store = await _folder.OpenAsync();
        await store.PutAsync("k", "0");
        using var foreign = _folder.Foreign();
        foreign.Run("BEGIN IMMEDIATE");

        // All wait for the foreign transaction and become one: in line, each sees what those before it have written.
        var first = store.CommitAsync(new KeyValueBatch().Expect("k", Bytes("0")).Set("k", Bytes("1")).Set("first", Bytes("v")));
        var refused = store.CommitAsync(new KeyValueBatch().Expect("k", Bytes("0")).Set("k", Bytes("lost")).Set("refused", Bytes("v")));
        var second = store.CommitAsync(new KeyValueBatch().Expect("k", Bytes("1")).Set("k", Bytes("2")).Set("second", Bytes("v")));
        foreign.Run("ROLLBACK");
        new[] { await first, await refused, await second }.Should().Equal(true, false, true);
        (await store.ScanAsync("").ToListAsync()).Should().Equal("first", "k", "second");
        (await store.ReadAsync("k")).Should().Be("2");
    }

    [Fact]
    public async Task CommitAsync_SixtyFourWaiting_AreOneTransaction()
    {
        await using var store = await _folder.OpenAsync();
        using var foreign = _folder.Foreign();
        foreign.Run("BEGIN IMMEDIATE");
        var before = TransactionsInTheLog();
        var commits = Enumerable.Range(0, 64).Select(number => store.PutAsync($"{number}", "v")).ToList();
        foreign.Run("ROLLBACK");
        await Task.WhenAll(commits);
        (TransactionsInTheLog() - before).Should().Be(1);
    }

    [Fact]
    public async Task CommitAsync_OneOfAGroupFindsNoRoom_TheOthersAreWritten()
    {
        await using var store = await _folder.OpenAsync(new() { MaxSizeBytes = 128 * 1024 });
        using var foreign = _folder.Foreign();
        foreign.Run("BEGIN IMMEDIATE");
        var before = store.PutAsync("before", "v");
        var large = store.CommitAsync(new KeyValueBatch().Set("large", new byte[500_000]).Set("with it", Bytes("v")));
        var after = store.PutAsync("after", "v");
        foreign.Run("ROLLBACK");

        await FluentActions.Awaiting(async () => await large).Should().ThrowAsync<StoreFullException>();
        await before;
        await after;
        (await store.ScanAsync("").ToListAsync()).Should().Equal("after", "before");
    }

    [Fact]
    public async Task CommitAsync_FullOfChanges_TakesTheRoomOfTheLog()
    {
        await using var store = await _folder.OpenAsync(new() { MaxSizeBytes = 256 * 1024 });
        var number = 0;
        await FluentActions.Awaiting(async () =>
        {
            for (; ; number++)
                await store.CommitAsync(new KeyValueBatch().Set($"{number:00000}", new byte[100]));
        }).Should().ThrowAsync<StoreFullException>();
        var token = (await store.GetChangesAsync(null)).Token;

        for (var removed = 0; removed < number; removed++)
            await store.CommitAsync(new KeyValueBatch().Remove($"{removed:00000}").Set("last", new byte[removed % 100]));

        number.Should().BeGreaterThan(1_200, "the log keeps no room from the records");
        (await store.ScanAsync("").ToListAsync()).Should().Equal("last");
        (await store.GetChangesAsync(token)).Token.Should().NotBe(token);
    }

    [Fact]
    public async Task DisposeAsync_CommitsWaiting_WritesThemFirst()
    {
        var store = await _folder.OpenAsync();
        var commits = Enumerable.Range(0, 50).Select(number => store.PutAsync($"{number:00}", "v")).ToList();
        await store.DisposeAsync();
        await Task.WhenAll(commits);
        await using var again = await _folder.OpenAsync();
        (await again.ScanAsync("").ToListAsync()).Should().HaveCount(50);
    }

    [Fact]
    public async Task Dispose_ScanIsOpen_EndsItWithAnException()
    {
        var store = await _folder.OpenAsync();
        await store.CommitAsync(new KeyValueBatch().Set("a", Bytes("v")).Set("b", Bytes("v")));
        var scan = store.ScanAsync("").GetAsyncEnumerator();
        (await scan.MoveNextAsync()).Should().BeTrue();
        store.Dispose();
        await FluentActions.Awaiting(async () => await scan.MoveNextAsync()).Should().ThrowAsync<ObjectDisposedException>();
        await scan.DisposeAsync();
        Directory.GetFiles(_folder.Folder).Should().Equal([_folder.Database], "nothing holds the database any more");
    }

    [Fact]
    public async Task GetChangesAsync_AfterDisposal_IsTold()
    {
        var store = await _folder.OpenAsync();
        await store.DisposeAsync();
        await FluentActions.Awaiting(async () => await store.GetChangesAsync(null)).Should().ThrowAsync<ObjectDisposedException>();
    }

    /// <summary>Counts the frames of the log that end a transaction: those that tell the size of the database.</summary>
    private int TransactionsInTheLog()
    {
        const int Header = 32, FrameHeader = 24, Page = 4096;
        using var file = new FileStream(_folder.Database + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var log = new byte[file.Length];
        file.ReadExactly(log);
        return Enumerable.Range(0, Math.Max(0, log.Length - Header) / (FrameHeader + Page))
            .Count(frame => BinaryPrimitives.ReadUInt32BigEndian(log.AsSpan(Header + (frame * (FrameHeader + Page)) + 4)) > 0);
    }
}

internal static class ScannedKeys
{
    public static async Task<List<string>> ToListAsync(this IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> scan)
    {
        var keys = new List<string>();
        await foreach (var (key, _) in scan)
            keys.Add(key);
        return keys;
    }
}
