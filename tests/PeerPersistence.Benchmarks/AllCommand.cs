using System.Text.RegularExpressions;

namespace PeerPersistence.Benchmarks;

/// <summary><c>all</c>: runs every command whose figures a page shows, and writes them into it. The words around them stay.</summary>
/// <remarks>Figures stand between <c>&lt;!-- figures: name --&gt;</c> and <c>&lt;!-- /figures --&gt;</c>.</remarks>
internal static partial class AllCommand
{
    private const string Page = "docs/benchmarks.md";

    public static async Task<int> RunAsync(Func<string, Task<int>> command)
    {
        var page = await File.ReadAllTextAsync(Page);
        foreach (var name in Figures().Matches(page).Select(match => match.Groups["name"].Value).ToList())
        {
            Console.Error.WriteLine($"{name} …");
            var figures = await CaptureAsync(() => command(name));
            page = Figures().Replace(page, match => match.Groups["name"].Value == name ? $"<!-- figures: {name} -->\n\n{figures}\n\n<!-- /figures -->" : match.Value);
            await File.WriteAllTextAsync(Page, page);
        }

        return 0;
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

    [GeneratedRegex("<!-- figures: (?<name>[a-z]+) -->.*?<!-- /figures -->", RegexOptions.Singleline)]
    private static partial Regex Figures();
}
