namespace PeerPersistence.PostgreSql.Tests;

/// <summary>Who comes too late again and again steps back.</summary>
public sealed class RefusalTests
{
    [PostgreSqlFact]
    public async Task CommitAsync_RefusedInARow_AnswersLaterEachTimeUntilASuccess()
    {
        var time = new TickingTimeProvider();
        await using var store = await SharedServer.OpenAsync(options: new() { TimeProvider = time, Random = new(1) });
        await store.PutAsync("k", "v");
        time.Waits.Should().BeEmpty();
        for (var i = 0; i < 12; i++)
            await RefusedAsync();
        for (var i = 0; i < 12; i++)
        {
            var longest = 0.01 * Math.Pow(2, Math.Min(i, PostgreSqlRefusals.MostDoublings));
            time.Waits[i].TotalSeconds.Should().BeInRange(longest / 2, longest);
        }

        time.Waits.Take(6).Should().OnlyHaveUniqueItems("those who lost together do not come back together");

        await store.PutAsync("k", "v");
        await RefusedAsync();
        time.Waits.Should().HaveCount(13);
        time.Waits[12].TotalSeconds.Should().BeLessThanOrEqualTo(0.01);

        async Task RefusedAsync() => (await store.CommitAsync(new KeyValueBatch().Expect("k", StoreText.Bytes("another")).Set("k", StoreText.Bytes("w")))).Should().BeFalse();
    }

    /// <summary>A clock that goes on by ten milliseconds when it is looked at. Waits take no time.</summary>
    private sealed class TickingTimeProvider : FakeTimeProvider
    {
        public List<TimeSpan> Waits { get; } = [];

        public override long GetTimestamp()
        {
            Advance(TimeSpan.FromMilliseconds(10));
            return base.GetTimestamp();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
