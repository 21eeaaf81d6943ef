using Npgsql;

namespace PeerPersistence.PostgreSql.Tests.Failures;

/// <summary>The line is cut while a commit is on its way: it is made once, whatever the server heard of it.</summary>
public sealed class LostAnswerTests
{
    [PostgreSqlTheory]
    [InlineData(nameof(Cut.Question))]
    [InlineData(nameof(Cut.Answer))]
    public async Task CommitAsync_LineCut_IsMadeOnce(string cut)
    {
        using var proxy = new CuttingProxy((await SharedServer.Value).Port);
        await using var store = await ThroughAsync(proxy, new());
        for (var round = 1; round <= 5; round++)
        {
            proxy.CutNext(Enum.Parse<Cut>(cut));
            await store.IncrementAsync("k");
            proxy.HasCut.Should().BeTrue();
            (await store.CountAsync("k")).Should().Be(round);
        }
    }

    [PostgreSqlFact]
    public async Task CommitAsync_AnswerLostWithoutExpectation_DoesNotOverwriteWhatCameAfterwards()
    {
        var name = SharedServer.NewName();
        using var proxy = new CuttingProxy((await SharedServer.Value).Port);
        var time = new TestClock();
        await using var store = await ThroughAsync(proxy, new() { TimeProvider = time }, name);
        await using var other = await SharedServer.OpenAsync(name);
        await store.PutAsync("k", "first");
        proxy.CutNext(Cut.Answer);
        var commit = store.PutAsync("k", "second");
        await UntilAsync(() => time.ActiveTimers > 0); // it waits before it tries again
        await other.PutAsync("k", "third");
        time.Advance(TimeSpan.FromSeconds(1));
        await commit;
        (await store.ReadAsync("k")).Should().Be("third", "the second was made before it, and not again after it");
    }

    [PostgreSqlFact]
    public async Task CommitAsync_AnswerLostAndThenAConflictWhileAskingForIt_IsMadeOnce()
    {
        var server = await SharedServer.Value;
        using var proxy = new CuttingProxy(server.Port);
        await using var store = await ThroughAsync(proxy, new() { Table = "disturbed" });
        await store.IncrementAsync("k");
        await server.RunAsync("""
            CREATE SEQUENCE asked;
            CREATE FUNCTION disturb() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF nextval('asked') = 1 THEN RAISE 'conflict' USING ERRCODE = 'serialization_failure'; END IF;
                RETURN new;
            END $$;
            CREATE TRIGGER disturb BEFORE UPDATE ON disturbed FOR EACH ROW WHEN (new.key > '\xff' AND new.value = old.value) EXECUTE FUNCTION disturb()
            """);
        proxy.CutNext(Cut.Answer);
        await store.IncrementAsync("k");
        (await server.RunAsync("SELECT last_value FROM asked")).Should().Be(2L);
        (await store.CountAsync("k")).Should().Be(2);
    }

    [PostgreSqlFact]
    public async Task CommitAsync_AnswerLostAndTheWritersRowRemovedWhileAskingForIt_SaysThatItMayStand()
    {
        var server = await SharedServer.Value;
        using var proxy = new CuttingProxy(server.Port);
        await using var store = await ThroughAsync(proxy, new() { Table = "forgetful" });
        await store.PutAsync("k", "first");
        await server.RunAsync("""
            CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF current_setting('idle_in_transaction_session_timeout') = '10s' THEN DELETE FROM forgetful WHERE key > '\xff'; END IF;
                RETURN null;
            END $$;
            CREATE TRIGGER forget AFTER INSERT ON forgetful FOR EACH STATEMENT EXECUTE FUNCTION forget()
            """);
        proxy.CutNext(Cut.Answer);
        var said = await FluentActions.Awaiting(() => store.PutAsync("k", "second")).Should().ThrowAsync<PeerPersistenceException>();
        said.WithMessage("*nobody knows whether the commit stands*").WithInnerException<PeerPersistenceException>().WithMessage("*row has been removed*");
        (await store.ReadAsync("k")).Should().Be("second");
    }

    [PostgreSqlFact]
    public async Task CommitAsync_AnswerLostAndNoMoreTries_SaysThatItMayStand()
    {
        using var proxy = new CuttingProxy((await SharedServer.Value).Port);
        await using var store = await ThroughAsync(proxy, new() { RetryTimeout = TimeSpan.Zero });
        proxy.CutNext(Cut.Answer);
        await FluentActions.Awaiting(() => store.PutAsync("k", "v")).Should().ThrowAsync<PeerPersistenceException>().WithMessage("*nobody knows whether the commit stands*");
        (await store.ReadAsync("k")).Should().Be("v");
    }

    [PostgreSqlFact]
    public async Task CommitAsync_CancelledAfterTheLineWasCut_TellsWhatHappened()
    {
        using var proxy = new CuttingProxy((await SharedServer.Value).Port);
        var time = new TestClock();
        await using var store = await ThroughAsync(proxy, new() { TimeProvider = time });
        foreach (var cut in (Cut[])[Cut.Answer, Cut.Question])
        {
            using var source = new CancellationTokenSource();
            proxy.CutNext(cut);
            var waited = time.CreatedTimers;
            var commit = store.CommitAsync(new KeyValueBatch().Set($"{cut}", StoreText.Bytes("v")), source.Token).AsTask();
            await UntilAsync(() => time.CreatedTimers > waited);
            await source.CancelAsync();
            time.Advance(TimeSpan.FromSeconds(1));
            if (cut == Cut.Answer)
                (await commit).Should().BeTrue("it had been made");
            else
                await FluentActions.Awaiting(() => commit).Should().ThrowAsync<OperationCanceledException>();
            (await store.ReadAsync($"{cut}")).Should().Be(cut == Cut.Answer ? "v" : null);
        }
    }

    [PostgreSqlTheory]
    [InlineData("made anew")]
    [InlineData("refused")]
    [InlineData("cancelled")]
    public async Task CommitAsync_ServerHearsOfItLate_IsNotMadeThen(string meanwhile)
    {
        var name = SharedServer.NewName();
        using var proxy = new CuttingProxy((await SharedServer.Value).Port);
        using var source = new CancellationTokenSource();
        var time = new TestClock();
        await using var store = await ThroughAsync(proxy, new() { TimeProvider = time }, name);
        await using var other = await SharedServer.OpenAsync(name);
        foreach (var writer in (PostgreSqlKeyValueStore[])[other, store]) // Both are known.
            await writer.PutAsync("k", "first");
        proxy.CutNext(Cut.Late);
        var commit = store.CommitAsync(new KeyValueBatch().Expect("k", StoreText.Bytes("first")).Set("k", StoreText.Bytes("second")), source.Token).AsTask();
        await UntilAsync(() => time.ActiveTimers > 0); // it waits before it tries again
        if (meanwhile == "refused")
            await other.PutAsync("k", "of another");
        if (meanwhile == "cancelled")
            await source.CancelAsync();
        while (!commit.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1)); // before the next try, or before a refusal
            await Task.Yield();
        }

        if (meanwhile == "cancelled")
            await FluentActions.Awaiting(() => commit).Should().ThrowAsync<OperationCanceledException>();
        else
            (await commit).Should().Be(meanwhile == "made anew");
        await other.PutAsync("k", "first");

        await proxy.DeliverAsync();
        (await other.ReadAsync("k")).Should().Be("first");
        await store.PutAsync("k", "afterwards");
        (await other.ReadAsync("k")).Should().Be("afterwards");
    }

    [PostgreSqlFact]
    public async Task CommitAsync_OneThatWasGivenUpLandsWhileTheNextIsLost_IsNotTakenForIt()
    {
        using var proxy = new CuttingProxy((await SharedServer.Value).Port);
        var time = new TestClock();
        await using var store = await ThroughAsync(proxy, new() { TimeProvider = time, RetryTimeout = TimeSpan.FromSeconds(1) });
        await store.PutAsync("k", "v");
        var givenUp = await LostAsync(Cut.Late, "given up");
        proxy.CutNext(Cut.Question);
        time.Advance(TimeSpan.FromSeconds(2));
        await FluentActions.Awaiting(() => givenUp).Should().ThrowAsync<PeerPersistenceException>().WithMessage("*nobody knows*");

        var next = await LostAsync(Cut.Question, "next");
        await proxy.DeliverAsync();
        time.Advance(TimeSpan.FromSeconds(0.5));
        await next;
        (await store.ReadAsync("given up")).Should().Be("v");
        (await store.ReadAsync("next")).Should().Be("v");

        async Task<Task> LostAsync(Cut cut, string key)
        {
            proxy.CutNext(cut);
            var commit = store.PutAsync(key, "v");
            await UntilAsync(() => time.ActiveTimers > 0); // it waits before it tries again
            return commit;
        }
    }

    [PostgreSqlFact]
    public async Task CommitAsync_CancelledWhileItWaitsForTheLock_LeavesNothing()
    {
        var (name, server) = (SharedServer.NewName(), await SharedServer.Value);
        await using var store = await SharedServer.OpenAsync(name);
        await store.PutAsync("k", "v");
        await using var holder = await (await SharedServer.Source).OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await using (var held = new NpgsqlCommand($@"SELECT 1 FROM peer_persistence WHERE store = '{name}' AND key = 'k' FOR UPDATE", holder))
            await held.ExecuteScalarAsync();
        using var source = new CancellationTokenSource();
        var commit = store.CommitAsync(new KeyValueBatch().Set("k", StoreText.Bytes("w")), source.Token).AsTask();
        await server.UntilAsync($"SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND {holder.ProcessID} = ANY (pg_blocking_pids(pid)))");
        await source.CancelAsync();
        await FluentActions.Awaiting(() => commit).Should().ThrowAsync<OperationCanceledException>();
        await transaction.RollbackAsync();
        await store.PutAsync("l", "v");
        (await store.ReadAsync("k")).Should().Be("v");
    }

    [PostgreSqlTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CommitAsync_HeldUpForLongerThanTheTimeForTries_IsLookedForAllTheSame(bool isCancelled)
    {
        using var proxy = new CuttingProxy((await SharedServer.Value).Port);
        await using var store = await ThroughAsync(proxy, new() { RetryTimeout = TimeSpan.FromMilliseconds(900) }, commandTimeout: 1);
        await store.PutAsync("k", "v");
        using var source = new CancellationTokenSource();
        proxy.CutNext(Cut.Stall);
        var commit = store.CommitAsync(new KeyValueBatch().Set("k", StoreText.Bytes("w")), source.Token).AsTask();
        await UntilAsync(() => proxy.HasCut);
        if (isCancelled)
        {
            await source.CancelAsync();
            await FluentActions.Awaiting(() => commit).Should().ThrowAsync<OperationCanceledException>("the server did not have it, and will not take it");
        }
        else
        {
            (await commit).Should().BeTrue();
        }

        (await store.ReadAsync("k")).Should().Be(isCancelled ? "v" : "w");
    }

    [PostgreSqlFact]
    public async Task CommitAsync_SomebodyFellAsleepOverTheFirstCommit_GoesOn()
    {
        var name = SharedServer.NewName();
        using var proxy = new CuttingProxy((await SharedServer.Value).Port);
        var asleep = await ThroughAsync(proxy, new(), name);
        await using var other = await SharedServer.OpenAsync(name);
        await other.PutAsync("k", "before");
        proxy.CutNext(Cut.Stall);
        _ = asleep.PutAsync("k", "never");
        await UntilAsync(() => proxy.HasCut);
        await other.PutAsync("k", "after");
        (await other.ReadAsync("k")).Should().Be("after");
    }

    [PostgreSqlFact]
    public async Task Calls_OnAnOpenConnection_TakeFewRoundTrips()
    {
        using var proxy = new CuttingProxy((await SharedServer.Value).Port);
        await using var store = await ThroughAsync(proxy, new());
        await store.IncrementAsync("k");
        var batch = new KeyValueBatch().Expect("k", BitConverter.GetBytes(1)).Set("k", BitConverter.GetBytes(2)).Set("l", StoreText.Bytes("v")).Remove("m");
        (await RoundTripsAsync(() => store.CommitAsync(batch).AsTask())).Should().Be(1);
        (await RoundTripsAsync(() => store.CommitAsync(batch).AsTask())).Should().Be(2, "it does not hold any more, and the connection is cleared");
        (await RoundTripsAsync(() => store.ReadAsync("k"))).Should().Be(1);
        (await RoundTripsAsync(() => store.ScanAsync("").ToListAsync())).Should().Be(1);
        (await RoundTripsAsync(() => store.GetChangesAsync("1").AsTask())).Should().Be(1);

        async Task<int> RoundTripsAsync(Func<Task> call)
        {
            var before = proxy.Questions;
            await call();
            return proxy.Questions - before;
        }
    }

    private static async Task<PostgreSqlKeyValueStore> ThroughAsync(CuttingProxy proxy, PostgreSqlStoreOptions options, string? name = null, int commandTimeout = 30)
    {
        var connection = (await SharedServer.Value).Connection();
        (connection.Port, connection.CommandTimeout) = (proxy.Port, commandTimeout);
        return new(connection.ConnectionString, name ?? SharedServer.NewName(), options);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
            await Task.Yield();
    }
}
