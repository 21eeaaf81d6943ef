using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PeerPersistence.Tests.Docs;

/// <summary>docs/configuration.md names every option with its default, and its JSON can be read.</summary>
public sealed partial class ConfigurationPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "configuration.md")).ReplaceLineEndings("\n");

    [Fact]
    public void EveryOption_IsOnThePage()
    {
        var names = Names(typeof(PeerPersistenceOptions), "").Concat(Names(typeof(RetentionOptions), "Retention:")).Concat(Names(typeof(FileStoreOptions), ""));

        names.Should().HaveCountGreaterThan(10).And.OnlyContain(name => Page.Contains($"| `{name}` |", StringComparison.Ordinal));
    }

    [Fact]
    public void Json_OfThePage_IsRead()
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(Json().Match(Page).Groups["text"].Value));
        var section = new ConfigurationBuilder().AddJsonStream(json).Build().GetSection("Peers");
        using var provider = new ServiceCollection().AddPeerPersistence(section).UseFileStore("peers.db", section.GetSection("File")).Services.BuildServiceProvider();

        provider.GetRequiredService<IOptions<PeerPersistenceOptions>>().Value.MaxPeers.Should().Be(200);
        provider.GetRequiredService<IOptions<FileStoreOptions>>().Value.Durability.Should().Be(Durability.Synced);
    }

    private static IEnumerable<string> Names(Type options, string prefix) => options.GetProperties()
        .Where(property => property.GetCustomAttribute<ObsoleteAttribute>() is null && property.PropertyType.IsValueType | property.PropertyType == typeof(string))
        .Select(property => prefix + property.Name);

    [GeneratedRegex("```json\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Json();
}
