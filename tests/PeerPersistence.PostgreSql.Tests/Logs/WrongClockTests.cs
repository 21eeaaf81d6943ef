namespace PeerPersistence.PostgreSql.Tests;

/// <summary>Writers of which one has a wrong clock: what it takes for old, and what others take for old of it.</summary>
public sealed class WrongClockTests
{
    [PostgreSqlTheory]
    [InlineData(-365)]
    [InlineData(365)]
    public async Task GetChangesAsync_OneOfManyHasAWrongClock_NamesWhatChangedNearlyAlways(int days)
    {
        var name = SharedServer.NewName();
        var wrong = await OpenAsync(name, days);
        List<PostgreSqlKeyValueStore> others = [];
        for (var i = 0; i < 10; i++)
            others.Add(await OpenAsync(name));
        var (token, scans) = ((await wrong.GetChangesAsync(null)).Token, 0);

        for (var round = 0; round < 10; round++)
        {
            foreach (var other in others)
            {
                foreach (var store in (PostgreSqlKeyValueStore[])[wrong, other])
                {
                    await store.PutAsync("k", $"{round}");
                    var changes = await store.GetChangesAsync(token);
                    token = changes.Token;
                    scans += changes.Keys is null ? 1 : 0;
                }
            }
        }

        scans.Should().BeLessThan(2 * others.Count, "of 200, for each removes old rows once an hour");
    }

    [PostgreSqlFact]
    public async Task CommitAsync_RowsOfWritersWhoseClockWasAhead_AreRemoved()
    {
        var name = SharedServer.NewName();
        for (var i = 0; i < 20; i++)
            await (await OpenAsync(name, 365)).PutAsync("k", "ahead");
        (await RowsAsync(name)).Should().Be(20);
        var store = await OpenAsync(name);
        var token = (await store.GetChangesAsync(null)).Token;

        await store.PutAsync("k", "now");

        (await RowsAsync(name)).Should().Be(1);
        (await store.GetChangesAsync(token)).Keys.Should().BeNull();
        (await store.ReadAsync("k")).Should().Be("now");
    }

    private static Task<PostgreSqlKeyValueStore> OpenAsync(string name, int days = 0) =>
        SharedServer.OpenAsync(name, new() { TimeProvider = new WrongClock(TimeSpan.FromDays(days)) });

    /// <summary>Of its writers.</summary>
    private static async Task<int> RowsAsync(string name) => Convert.ToInt32(
        await (await SharedServer.Value).RunAsync($@"SELECT count(*) FROM peer_persistence WHERE store = '{name}' AND key > '\xff'"), System.Globalization.CultureInfo.InvariantCulture);

    private sealed class WrongClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
