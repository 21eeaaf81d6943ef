using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using PeerPersistence.Browser.Tests.Support;
using Xunit.Abstractions;

namespace PeerPersistence.Browser.Tests.Size;

/// <summary>What a page downloads more because of the library: trimmed, and compressed with Brotli as a server would send it.</summary>
public sealed class SizeTests(ITestOutputHelper output)
{
    /// <summary>In bytes.</summary>
    private const int MostOfThePackage = 25_000, MostOfOurFiles = 200_000, MostOfAll = 275_000;

    /// <summary>What only localStorage needs: a page with another store is served it, and never asks for it.</summary>
    private static readonly string[] s_neverFetched = ["localstorage.js", "move.js"];

    [LongFact]
    public async Task TrimmedPage_WithTheLibrary_DownloadsLittleMore()
    {
        var folder = Directory.CreateTempSubdirectory("peers-size-");
        try
        {
            var with = Sizes(await PublishAsync(folder.FullName, "true"));
            var without = Sizes(await PublishAsync(folder.FullName, "false"));

            var package = with
                .Where(file => file.Key.Contains("PeerPersistence.Browser", StringComparison.Ordinal)).Sum(file => file.Value);
            var ours = with.Where(file => file.Key.Contains("PeerPersistence", StringComparison.Ordinal)).Sum(file => file.Value);
            var all = with.Values.Sum() - without.Values.Sum();
            output.WriteLine($"bytes: the package {package}, with PeerPersistence {ours}, with what they use of .NET {all}");
            foreach (var (file, size) in with.Where(each => each.Value != without.GetValueOrDefault(each.Key)))
                output.WriteLine($"{size - without.GetValueOrDefault(file),7} {file}");
            package.Should().BeInRange(1, MostOfThePackage);
            ours.Should().BeInRange(package + 1, MostOfOurFiles);
            all.Should().BeInRange(ours, MostOfAll);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Compressed, by a name without the fingerprint of what is in it.</summary>
    private static Dictionary<string, long> Sizes(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".js" or ".wasm" or ".html" or ".dat")
        .Where(file => !s_neverFetched.Contains(Path.GetFileName(file)))
        .GroupBy(file => System.Text.RegularExpressions.Regex.Replace(Path.GetRelativePath(folder, file), @"\.[a-z0-9]{10}(?=\.)", ""))
        .ToDictionary(files => files.Key, files => files.Sum(Compressed));

    private static long Compressed(string file)
    {
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
            brotli.Write(File.ReadAllBytes(file));
        return compressed.Length;
    }

    private static async Task<string> PublishAsync(string folder, string peers)
    {
        var site = Path.Combine(folder, peers);
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "publish", Page(), "--configuration", "Release", $"-p:Peers={peers}", "-p:RunAnalyzers=false",
                "--artifacts-path", Path.Combine(folder, "build"), "--output", site, "-v", "quiet", "-nologo",
            ])
        { RedirectStandardOutput = true };
        using var publish = Process.Start(start)!;
        var said = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        publish.ExitCode.Should().Be(0, said);
        return Path.Combine(site, "wwwroot");
    }

    private static string Page([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Page", "Page.csproj");
}
