using System.Diagnostics;

namespace PeerPersistence.CrashTests.KeyStores;

/// <summary>A tool of the system that is run to its end.</summary>
internal static class Tool
{
    /// <returns>What it printed; it has to succeed.</returns>
    public static async Task<byte[]> RunAsync(IReadOnlyDictionary<string, string?> environment, byte[] input, string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, await error);
        return output.ToArray();
    }
}
