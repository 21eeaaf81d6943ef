using System.Diagnostics;
using System.Security.Cryptography;
using Npgsql;

namespace PeerPersistence.PostgreSql.Tests;

/// <summary>A PostgreSQL of the tests' own. Its script ends it when this process does, however that ends.</summary>
internal sealed class PostgreSqlServer : IAsyncDisposable
{
    /// <summary>What is tested is processes that are killed, not power cuts: syncing would only cost time.</summary>
    private const string Arguments = "-c fsync=off -c max_connections=200 -c log_min_messages=fatal";

    private static readonly Lazy<string?> s_missing = new(Check);
    private readonly Process _script;

    private PostgreSqlServer(string password, string arguments)
    {
        (Password, Port) = (password, FreePort.Find());
        var start = Script("run", $"{Port}", Arguments, arguments);
        start.RedirectStandardInput = true;
        start.Environment["PGPASSWORD"] = password;
        _script = Process.Start(start)!;
    }

    /// <summary>Why there can be no server on this machine; <c>null</c>: there can.</summary>
    public static string? Missing => s_missing.Value;

    public int Port { get; }

    public string Password { get; }

    public string ConnectionString => Connection().ConnectionString;

    public static async Task<PostgreSqlServer> StartAsync(string arguments = "")
    {
        var server = new PostgreSqlServer(Convert.ToHexString(RandomNumberGenerator.GetBytes(8)), arguments);
        await server.TellAsync("create");
        await server.TellAsync("start");
        return server;
    }

    /// <summary>A standby that streams from this server, and knows itself by a name.</summary>
    public async Task<PostgreSqlServer> StartStandbyAsync(string name)
    {
        var standby = new PostgreSqlServer(Password, $"-c cluster_name={name}");
        await standby.TellAsync($"copy {Port}");
        await standby.TellAsync("start");
        return standby;
    }

    public Task StartAgainAsync() => TellAsync("start");

    /// <summary>SIGKILL, to all its processes.</summary>
    public Task KillAsync() => TellAsync("kill");

    public Task PauseAsync() => TellAsync("pause");

    public Task ResumeAsync() => TellAsync("resume");

    public Task PromoteAsync() => TellAsync("promote");

    public NpgsqlConnectionStringBuilder Connection() =>
        new() { Host = "127.0.0.1", Port = Port, Username = "peers", Password = Password, Database = "postgres" };

    /// <summary>The first value that a statement gives.</summary>
    public async Task<object?> RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Waits until a statement says so.</summary>
    public async Task UntilAsync(string sql)
    {
        while (await RunAsync(sql) is not true)
            await Task.Yield();
    }

    /// <summary>From now on a commit is acknowledged when the standby has it.</summary>
    public async Task WaitForItsStandbyAsync(string name)
    {
        await RunAsync($"ALTER SYSTEM SET synchronous_standby_names = '{name}'");
        await RunAsync("SELECT pg_reload_conf()");
        await UntilAsync("SELECT EXISTS (SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync')");
    }

    public async ValueTask DisposeAsync()
    {
        _script.StandardInput.Close();
        await _script.WaitForExitAsync();
        _script.Dispose();
    }

    private async Task TellAsync(string line)
    {
        await _script.StandardInput.WriteLineAsync(line);
        await _script.StandardInput.FlushAsync();
        var answer = await _script.StandardOutput.ReadLineAsync();
        if (answer != "ok")
            throw new InvalidOperationException($"The server of the tests does not obey '{line}': {answer}");
    }

    private static string? Check()
    {
        if (OperatingSystem.IsWindows())
            return "the tests' PostgreSQL is started by a script for bash";
        using var check = Process.Start(Script("check"))!;
        var reason = check.StandardOutput.ReadToEnd().Trim();
        check.WaitForExit();
        return check.ExitCode == 0 ? null : reason;
    }

    private static ProcessStartInfo Script(params string[] arguments) =>
        new("bash", [Path.Combine(AppContext.BaseDirectory, "Server", "server.sh"), .. arguments]) { RedirectStandardOutput = true };
}
