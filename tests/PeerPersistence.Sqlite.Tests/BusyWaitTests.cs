using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PeerPersistence.Sqlite.Tests;

public sealed class BusyWaitTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task UntilNotBusy_BusyForLongerThanTheTimeout_ThrowsWhatSqliteSaid()
    {
        var (tries, began) = (0, _clock.GetTimestamp());
        var waiting = new BusyWait(TimeSpan.FromSeconds(30), _clock).UntilNotBusyAsync<int>(Busy, CancellationToken.None).AsTask();
        waiting.IsCompleted.Should().BeFalse();

        // In steps: a wait that begins on another thread in the middle of one ends in the next.
        for (var step = 0; step < 100_000 && !waiting.IsCompleted; step++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        _clock.GetElapsedTime(began).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(30));
        (await waiting.Awaiting(task => task).Should().ThrowAsync<SqliteException>()).Which.SqliteErrorCode.Should().Be(raw.SQLITE_BUSY);
        tries.Should().BeGreaterThan(1);

        ValueTask<int> Busy()
        {
            tries++;
            throw new SqliteException("busy", raw.SQLITE_BUSY);
        }
    }

    [Fact]
    public async Task UntilNotBusy_AnotherError_IsThrownAtOnce() =>
        await FluentActions.Awaiting(() => new BusyWait(TimeSpan.FromSeconds(30), _clock)
            .UntilNotBusyAsync<int>(() => throw new SqliteException("full", raw.SQLITE_FULL), CancellationToken.None).AsTask()).Should().ThrowAsync<SqliteException>();
}
