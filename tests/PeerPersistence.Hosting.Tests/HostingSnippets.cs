using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PeerPersistence.Hosting.Tests;

/// <summary>What docs/operations.md shows and lists.</summary>
public sealed class HostingSnippets
{
    [Fact]
    public async Task Host_AsShown_StartsAndStops()
    {
        var folder = Directory.CreateTempSubdirectory("peers-").FullName;
        var path = Path.Combine(folder, "peers.db");
        try
        {
            // docs:begin hosting
            var builder = Host.CreateApplicationBuilder();
            builder.Services.AddPeerPersistence()
                .UseFileStore(path)
                .AddMaintenance(o => o.Interval = TimeSpan.FromHours(6))
                .AddHealthCheck(tags: ["ready"]);
            using var host = builder.Build();
            // docs:end
            await host.StartAsync();
            await host.Services.GetRequiredService<IPeerPersistenceService>().StorePeerAsync(PeerData.Create("a"));
            await host.StopAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Events_OfHosting_AreOnThePageWithTheirLevels()
    {
        var page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "../../docs/operations.md"));
        var events = typeof(HostingLog).GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>().ToList();

        events.Select(e => e.EventId).Should().OnlyHaveUniqueItems().And.OnlyContain(id => id >= 500 && id < 600);
        events.Should().OnlyContain(e => page.Contains(string.Format(CultureInfo.InvariantCulture, "| {0} | {1} |", e.EventId, e.Level), StringComparison.Ordinal));
    }

    private static string Here([CallerFilePath] string here = "") => here;
}
