using System.Globalization;
using Npgsql;
using PeerPersistence.Benchmarks.Storage;
using PeerPersistence.PostgreSql.Tests;

namespace PeerPersistence.Benchmarks.PostgreSql;

/// <summary>
/// <c>postgresql [processes [all|count]]</c>: the store against bare statements, and what many processes reach, on a server of its own that syncs.
/// </summary>
internal static class PostgreSqlCommand
{
    private const int Rounds = 5;
    private const int LoneCommits = 100;

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is ["worker", var work, var name, var keys, var milliseconds])
            return await Worker.RunAsync(work, name, keys, TimeSpan.FromMilliseconds(int.Parse(milliseconds, CultureInfo.InvariantCulture)));
        if (PostgreSqlServer.Missing is { } reason)
        {
            Console.Error.WriteLine(reason);
            return 1;
        }

        Console.WriteLine($"{Load.Describe()} at the start. Medians of {Rounds} rounds, with processes of {ProcessLoads.Rounds}.\n");
        // As servers have it, which the tests' server has not.
        await using var server = await PostgreSqlServer.StartAsync("-c fsync=on -c dynamic_shared_memory_type=posix");
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await BareStatements.CreateTableAsync(source);
        if (arguments is not ["processes", ..])
            await AloneAsync(source);
        Console.WriteLine(await ProcessLoads.MeasureAsync(server.ConnectionString, arguments is [_, var processes] ? processes : null));
        Console.WriteLine($"{Load.Describe()} at the end.");
        return 0;
    }

    private static async Task AloneAsync(NpgsqlDataSource source)
    {
        var store = new PostgreSqlKeyValueStore(source, "alone");
        var records = new Records(100);
        var random = new Random(1);
        var bare = new BareStatements(source, "alone");
        (string Name, Func<Task> Call)[] calls =
        [
            ("a row set by a bare statement", () => bare.SetAsync(records.AnyKey(random), records.AnyValue(random))),
            ("a commit of one key", async () => await store.CommitAsync(new KeyValueBatch().Set(records.AnyKey(random), records.AnyValue(random)))),
            ("the same, with an expectation", ExpectAsync),
            ("a row read by a bare statement", () => bare.GetAsync(records.AnyKey(random))),
            ("a get", async () => await store.GetAsync(records.AnyKey(random))),
            ("asking what changed", async () => await store.GetChangesAsync(null)),
        ];

        var times = calls.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round <= Rounds; round++)
        {
            for (var i = 0; i < calls.Length; i++)
            {
                var time = await Timing.MedianAsync(LoneCommits, calls[i].Call);
                if (round > 0) // the first warms up
                    times[i].Add(time.TotalMicroseconds);
            }
        }

        var table = new MarkdownTable("one call after the other", "µs");
        for (var i = 0; i < calls.Length; i++)
            table.Add(calls[i].Name, Timing.Median(times[i]).ToString("#,0", CultureInfo.InvariantCulture));
        Console.WriteLine(table);

        async Task ExpectAsync()
        {
            var key = records.AnyKey(random);
            await store.CommitAsync(new KeyValueBatch().Expect(key, await store.GetAsync(key)).Set(key, records.AnyValue(random)));
        }
    }
}
