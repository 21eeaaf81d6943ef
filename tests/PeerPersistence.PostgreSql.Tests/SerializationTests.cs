namespace PeerPersistence.PostgreSql.Tests;

/// <summary>Commits lock what they name, not the store, and are as if one had been made after the other all the same.</summary>
public sealed class SerializationTests
{
    private const int Lanes = 6;
    private const int Rounds = 20;

    /// <summary>Removals of what is absent, and of what is just being set.</summary>
    [PostgreSqlFact]
    public async Task CommitAsync_PairsSetAndRemovedBlindly_AreNeverTornApart()
    {
        var name = SharedServer.NewName();
        await using var reader = await SharedServer.OpenAsync(name);
        var looks = 0;
        var writing = TogetherAsync(name, async (store, lane) =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                await store.CommitAsync((lane + round) % 2 == 0
                    ? new KeyValueBatch().Set("b", StoreText.Bytes($"{lane} {round}")).Set("a", StoreText.Bytes($"{lane} {round}"))
                    : new KeyValueBatch().Remove("a").Remove("b"));
            }
        });
        for (var last = false; !last; looks++)
        {
            last = writing.IsCompleted;
            var pair = new List<string>();
            await foreach (var (_, value) in reader.ScanAsync(""))
                pair.Add(Convert.ToHexString(value.Span));
            pair.Should().Match(each => each.Count() == 0 || (each.Count() == 2 && each.Distinct().Count() == 1));
        }

        await writing;
        looks.Should().BePositive();
    }

    /// <summary>Each expects what the other one changes: both together would be no order at all.</summary>
    [PostgreSqlTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CommitAsync_TwoThatExcludeEachOther_NeverBothSucceed(bool isAbsent)
    {
        var name = SharedServer.NewName();
        await using var one = await SharedServer.OpenAsync(name);
        await using var two = await SharedServer.OpenAsync(name);
        byte[]? before = isAbsent ? null : [0];
        var successes = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var (a, b) = ($"a{round}", $"b{round}");
            if (before is not null)
                await one.CommitAsync(new KeyValueBatch().Set(a, before).Set(b, before));
            var results = await Task.WhenAll(
                Task.Run(() => one.CommitAsync(new KeyValueBatch().Expect(a, before).Set(b, new byte[] { 1 })).AsTask()),
                Task.Run(() => two.CommitAsync(new KeyValueBatch().Expect(b, before).Set(a, new byte[] { 1 })).AsTask()));
            results.Should().NotEqual([true, true]);
            successes += results.Count(each => each);
        }

        successes.Should().BePositive();
    }

    /// <summary>Otherwise it would come before the other one by this key, and after it by the next.</summary>
    [PostgreSqlTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CommitAsync_AbsentKeyThatSomebodyIsAdding_WaitsForHim(bool isExpected)
    {
        var name = SharedServer.NewName();
        await using var store = await SharedServer.OpenAsync(name);
        await store.PutAsync("b", "1");
        await using var other = await HeldKey.AddAsync(name, "a");
        var batch = isExpected ? new KeyValueBatch().Expect("a", (byte[]?)null) : new KeyValueBatch().Remove("a");
        var commit = store.CommitAsync(batch.Set("b", StoreText.Bytes("2"))).AsTask();
        await Task.WhenAny(commit, other.UntilSomebodyWaitsAsync());
        commit.IsCompleted.Should().BeFalse();
        await other.CommitAsync();
        (await commit).Should().Be(!isExpected);
        (await store.ReadAsync("a")).Should().Be(isExpected ? "added" : null);
        (await store.ReadAsync("b")).Should().Be(isExpected ? "1" : "2");
    }

    /// <summary>Whatever the order in which a batch names them.</summary>
    [PostgreSqlFact]
    public async Task CommitAsync_ManyAtTheSameKeysInAnyOrder_NoneIsLostAndNoneIsCaughtInADeadlock()
    {
        var (name, server) = (SharedServer.NewName(), await SharedServer.Value);
        string[] keys = ["a", "b", "c", "d", "e"];
        var deadlocks = await server.RunAsync("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
        await TogetherAsync(name, async (store, lane) =>
        {
            var random = new Random(lane);
            for (var round = 0; round < Rounds / 4; round++)
            {
                random.Shuffle(keys = [.. keys]);
                await store.IncrementAsync([.. keys]);
            }
        });
        await using var reader = await SharedServer.OpenAsync(name);
        foreach (var key in keys)
            (await reader.CountAsync(key)).Should().Be(Lanes * (Rounds / 4));
        (await server.RunAsync("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")).Should().Be(deadlocks);
    }

    [PostgreSqlFact]
    public async Task CommitAsync_AnotherKeyIsHeld_DoesNotWait()
    {
        var name = SharedServer.NewName();
        await using var store = await SharedServer.OpenAsync(name);
        await store.CommitAsync(new KeyValueBatch().Set("held", StoreText.Bytes("1")).Set("free", StoreText.Bytes("1")));
        await using var holder = await HeldKey.HoldAsync(name, "held");
        var waiting = store.PutAsync("held", "2");
        await holder.UntilSomebodyWaitsAsync();
        await store.PutAsync("free", "2");
        waiting.IsCompleted.Should().BeFalse();
        await holder.DisposeAsync();
        await waiting;
    }

    private static async Task TogetherAsync(string name, Func<PostgreSqlKeyValueStore, int, Task> work) =>
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Run(async () =>
        {
            await using var store = await SharedServer.OpenAsync(name);
            await work(store, lane);
        })));
}
