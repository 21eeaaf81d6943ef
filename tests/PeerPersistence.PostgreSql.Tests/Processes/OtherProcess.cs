using System.Diagnostics;

namespace PeerPersistence.PostgreSql.Tests.Processes;

/// <summary>This program once more, as another process that works on the same store.</summary>
internal static class OtherProcess
{
    public const string ConnectionVariable = "PEERS_TEST_CONNECTION";

    /// <returns>A task that ends with the process: its exit code.</returns>
    public static async Task<int> RunAsync(string connectionString, params string[] arguments)
    {
        using var process = Start(connectionString, arguments);
        try
        {
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    /// <returns>The process, which the caller ends.</returns>
    public static Process Start(string connectionString, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", typeof(OtherProcess).Assembly.Location, .. arguments]);
        start.Environment[ConnectionVariable] = connectionString;
        return Process.Start(start)!;
    }
}
