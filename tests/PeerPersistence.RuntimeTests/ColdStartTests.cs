using System.Globalization;
using PeerPersistence.PackageTests.Support;
using Xunit.Abstractions;

namespace PeerPersistence.RuntimeTests;

/// <summary>What a process that starts has to compile before it has its first candidate: most of the time that it takes.</summary>
/// <remarks>Counted, since times tell of the machine. With DOTNET_JitStdOutFile and DOTNET_JitDisasmSummary=1 the runtime lists
/// them.</remarks>
public sealed class ColdStartTests(ITestOutputHelper output)
{
    /// <summary>A few beyond today's: a newer runtime has other methods compiled already.</summary>
    private const int MostToTheFirstCandidate = 1_375, MostWithItsSecret = 1_560;

    [Fact]
    public async Task FileStore_OfAHundredPeers_CompilesNoMoreMethods()
    {
        var printed = await Command.RunAsync(
            AppContext.BaseDirectory, "dotnet", ["exec", OnNet8.Built("PeerPersistence.Benchmarks"), "startup", "1"], []);

        output.WriteLine(printed);
        MethodsOf(printed, "the file store, first candidate").Should().BeInRange(1, MostToTheFirstCandidate);
        MethodsOf(printed, "the same, with its secret").Should().BeInRange(1, MostWithItsSecret);
    }

    private static int MethodsOf(string table, string row)
    {
        var cells = table.Split('\n').Single(line => line.Contains(row, StringComparison.Ordinal)).Split('|');
        return int.Parse(cells[4], NumberStyles.Integer | NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }
}
