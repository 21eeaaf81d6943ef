using System.Diagnostics;
using System.Globalization;

namespace PeerPersistence.PostgreSql.Tests;

/// <summary>A dump is put back while services are at work: the table is dropped, made anew and filled.</summary>
public sealed class RestoreTests
{
    private const int Keys = 20_000, Times = 10;

    [PostgreSqlFact]
    public async Task Store_UnderLoadWhileADumpIsRestored_HasTheDumpAndWhatWasAcknowledgedSince()
    {
        var server = await SharedServer.Value;
        var options = new PostgreSqlStoreOptions { Table = "restored" };
        var name = SharedServer.NewName();
        await using var store = await SharedServer.OpenAsync(name, options);
        for (var i = 0; i < Keys; i += 1000)
        {
            var many = new KeyValueBatch();
            for (var key = i; key < i + 1000; key++)
                many.Set($"key {key:00000}", new byte[300]);
            await store.CommitAsync(many);
        }

        var dump = Path.Combine(Path.GetTempPath(), $"peers-dump-{Guid.NewGuid():N}");
        try
        {
            (await RunAsync(server, "pg_dump", "-Fc", "-t", "restored", "-f", dump)).Should().Be((0, ""));
            await store.PutAsync("of after the dump", "lost");
            var token = (await store.GetChangesAsync(null)).Token;
            using var enough = new CancellationTokenSource();
            var others = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SharedServer.OpenAsync(name, options)));
            foreach (var other in others)
                (await other.ReadAsync("of after the dump")).Should().Be("lost"); // Who has never seen the table makes it.
            var loads = others.Select((other, who) => Task.Run(() => LoadAsync(other, who, enough.Token))).ToList();

            var errors = "";
            for (var time = 0; time < Times; time++)
                errors += (await RunAsync(server, "pg_restore", "--clean", "--if-exists", "-d", "postgres", dump)).Errors;
            await enough.CancelAsync();
            var acknowledged = await Task.WhenAll(loads);

            errors.Should().BeEmpty("nobody stood in its way");
            (await store.GetChangesAsync(token)).Keys.Should().BeNull();
            (await store.ReadAsync("of after the dump")).Should().BeNull();
            var there = (await store.ScanAsync("").ToListAsync()).ToHashSet();
            there.Should().HaveCountGreaterThanOrEqualTo(Keys);
            Enumerable.Range(0, Keys).Select(key => $"key {key:00000}").Should().BeSubsetOf(there);
            await store.PutAsync("of after the dump", "there");
            (await others[0].ReadAsync("of after the dump")).Should().Be("there");
        }
        finally
        {
            File.Delete(dump);
        }
    }

    /// <summary>Writes and reads; what fails meanwhile says so.</summary>
    private static async Task<int> LoadAsync(PostgreSqlKeyValueStore store, int who, CancellationToken enough)
    {
        var acknowledged = 0;
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            try
            {
                await store.PutAsync($"load {who} {i.ToString(CultureInfo.InvariantCulture)}", "v");
                await store.GetChangesAsync(null, CancellationToken.None);
                acknowledged++;
            }
            catch (PeerPersistenceException)
            {
                // As while there is no key to conflict with.
            }
        }

        return acknowledged;
    }

    private static async Task<(int Code, string Errors)> RunAsync(PostgreSqlServer server, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, ["-h", "127.0.0.1", "-p", $"{server.Port}", "-U", "peers", .. arguments]) { RedirectStandardError = true };
        start.Environment["PGPASSWORD"] = server.Password;
        start.Environment["PGDATABASE"] = "postgres";
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, errors);
    }
}
