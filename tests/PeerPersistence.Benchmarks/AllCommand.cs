using System.Diagnostics;
using System.Text.RegularExpressions;
using PeerPersistence.Benchmarks.Pictures;

namespace PeerPersistence.Benchmarks;

/// <summary>
/// <c>all [names]</c>: runs every command whose figures a page shows, or those named, and writes them into it, all or none. The words
/// around them stay, and the pictures are drawn anew.
/// </summary>
/// <remarks>Figures stand between <c>&lt;!-- figures: name --&gt;</c> and <c>&lt;!-- /figures --&gt;</c>.</remarks>
internal static partial class AllCommand
{
    public const string Page = "docs/benchmarks.md";

    public static async Task<int> RunAsync(string[] names, Func<string, Task<int>> command)
    {
        var page = await File.ReadAllTextAsync(Page);
        var written = new Dictionary<string, string>();
        foreach (Match match in Figures().Matches(page))
        {
            var name = match.Groups["name"].Value;
            if (names.Length > 0 && !names.Contains(name))
                continue;
            var watch = Stopwatch.StartNew();
            written[name] = await CaptureAsync(() => command(name));
            Console.Error.WriteLine($"{name}: {watch.Elapsed.TotalSeconds:0} s");
        }

        page = Figures().Replace(page, match => written.TryGetValue(match.Groups["name"].Value, out var figures)
            ? $"{match.Groups["start"]}\n\n{figures}\n\n<!-- /figures -->"
            : match.Value);
        await File.WriteAllTextAsync(Page, page);
        return await PicturesCommand.RunAsync(Page);
    }

    private static async Task<string> CaptureAsync(Func<Task<int>> command)
    {
        var terminal = Console.Out;
        using var written = new StringWriter { NewLine = "\n" };
        Console.SetOut(written);
        try
        {
            var code = await command();
            return code == 0 ? written.ToString().Trim() : throw new InvalidOperationException($"It ended with {code} after writing {written}");
        }
        finally
        {
            Console.SetOut(terminal);
        }
    }

    [GeneratedRegex("(?<start><!-- figures: (?<name>[a-z]+) -->).*?<!-- /figures -->", RegexOptions.Singleline)]
    private static partial Regex Figures();
}
