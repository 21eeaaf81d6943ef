using System.ComponentModel;
using System.Text.RegularExpressions;
using PeerPersistence.PackageTests.Support;

namespace PeerPersistence.PackageTests.Site;

/// <summary>The documentation site is built of the same pages, has all of them, and no link on it leads nowhere.</summary>
public sealed partial class SiteTests
{
    private static readonly string Docs = Path.Combine(Package.Root, "docs");

    private static IEnumerable<string> Pages => Directory.GetFiles(Docs, "*.md").Select(page => Path.GetFileName(page)!).Order(StringComparer.Ordinal);

    [FactWithDocfx]
    public async Task Site_OfThePagesAndAssemblies_BuildsWithoutAWarning()
    {
        // A page that is missing, or a link that leads nowhere, is a warning, and a warning fails the script.
        await Command.RunAsync(Package.Root, "bash", "eng/site.sh", AppContext.BaseDirectory);

        var site = Path.Combine(Package.Root, "artifacts", "site", "html");
        Pages.Should().OnlyContain(page => File.Exists(Path.Combine(site, "docs", Path.ChangeExtension(page, ".html"))));
        Package.Libraries.Should().OnlyContain(package => LoadedPackage.Load(package.Name, "net8.0").PublicTypes()
            .Where(type => !type.Has(nameof(EditorBrowsableAttribute))).All(type => File.Exists(Path.Combine(site, "api", type.FullName!.Replace('`', '-').Replace('+', '.') + ".html"))));
        new[] { "index.html", "llms.txt" }.Should().OnlyContain(file => File.Exists(Path.Combine(site, file)));
    }

    [Theory]
    [InlineData("toc.yml", "href: {0}")]
    [InlineData("index.md", "]({0})")]
    [InlineData("llms.txt", "docs/{0})")]
    public void Contents_NameEveryPage(string contents, string form)
    {
        var text = File.ReadAllText(Path.Combine(Docs, contents));

        Pages.Where(page => page != contents).Select(page => string.Format(null, form, page)).Should().OnlyContain(link => text.Contains(link, StringComparison.Ordinal));
    }

    [Fact]
    public void Llms_NamesOnlyFilesThatAreThere() =>
        Link().Matches(File.ReadAllText(Path.Combine(Docs, "llms.txt"))).Select(link => link.Groups["path"].Value)
            .Should().HaveCountGreaterThan(20).And.OnlyContain(path => File.Exists(Path.Combine(Package.Root, path)));

    [GeneratedRegex(@"\]\((?<path>[^)]+)\)")]
    private static partial Regex Link();
}
