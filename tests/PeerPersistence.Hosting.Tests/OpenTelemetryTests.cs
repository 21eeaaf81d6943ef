using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace PeerPersistence.Hosting.Tests;

/// <summary>What an application sees that collects with OpenTelemetry.</summary>
/// <remarks>Nothing else runs meanwhile: it collects what is done in the whole process, into lists that are read here.</remarks>
[CollectionDefinition(nameof(OpenTelemetryTests), DisableParallelization = true)]
[Collection(nameof(OpenTelemetryTests))]
public sealed class OpenTelemetryTests
{
    [Fact]
    public async Task Metrics_OfAKeyedService_ArriveWithNamesUnitsAndTags()
    {
        var exported = new List<Metric>();
        // docs:begin telemetry-metrics
        using var metrics = Sdk.CreateMeterProviderBuilder()
            .AddMeter(PeerPersistenceDiagnostics.MeterName)
            .AddInMemoryExporter(exported)
            .Build();
        // docs:end
        await UseAsync("telemetry-metrics");

        metrics.ForceFlush();

        var operations = exported.Single(metric => metric.Name == PeerPersistenceDiagnostics.OperationDuration);
        (operations.Unit, operations.MetricType, operations.MeterName).Should().Be(("s", MetricType.Histogram, "PeerPersistence"));
        TagsOf(operations).Should().Contain("peer_persistence.identity=telemetry-metrics;peer_persistence.operation=StorePeer");
        exported.Should().Contain(metric => metric.Name == PeerPersistenceDiagnostics.StoreIO && metric.Unit == "By");
    }

    [Fact]
    public async Task Traces_ACallAndItsCommit_AreOneTrace()
    {
        var exported = new List<Activity>();
        // docs:begin telemetry-traces
        using var traces = Sdk.CreateTracerProviderBuilder()
            .AddSource(PeerPersistenceDiagnostics.ActivitySourceName)
            .AddInMemoryExporter(exported)
            .Build();
        // docs:end
        await UseAsync("telemetry-traces");

        traces.ForceFlush();

        var own = exported.Where(activity => (string?)activity.GetTagItem(PeerPersistenceDiagnostics.IdentityTag) == "telemetry-traces").ToList();
        var store = own.Single(activity => activity.OperationName == "PeerPersistence.StorePeer");
        exported.Should().Contain(activity => activity.OperationName == "PeerPersistence.Commit" && activity.ParentSpanId == store.SpanId);
    }

    private static async Task UseAsync(string identity)
    {
        var services = new ServiceCollection();
        services.AddKeyedPeerPersistence(identity).UseInMemoryStore();
        await using var provider = services.BuildServiceProvider();
        var peers = provider.GetRequiredKeyedService<IPeerPersistenceService>(identity);
        await peers.StorePeerAsync(PeerData.Create("a"));
        await peers.GetPeerAsync("a");
    }

    private static IEnumerable<string> TagsOf(Metric metric)
    {
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            List<string> tags = [];
            foreach (var tag in point.Tags)
                tags.Add($"{tag.Key}={tag.Value}");
            yield return string.Join(';', tags.Order(StringComparer.Ordinal));
        }
    }
}
