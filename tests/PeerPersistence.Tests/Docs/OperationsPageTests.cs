using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace PeerPersistence.Tests.Docs;

/// <summary>docs/operations.md names every event, instrument and tag there is, and none that there is not.</summary>
public sealed partial class OperationsPageTests
{
    private static string Page => OperationsPage.Text;

    [Fact]
    public void Events_OfTheCore_AreOnThePageWithTheirLevels()
    {
        var events = typeof(PeerPersistenceService).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>().ToList();
        var shown = EventRow().Matches(Page).Select(row => (Id: int.Parse(row.Groups["id"].Value, CultureInfo.InvariantCulture), Level: row.Groups["level"].Value));

        events.Select(e => e.EventId).Should().OnlyHaveUniqueItems();
        shown.Where(row => row.Id < 500).Should().Equal(events.Select(e => (e.EventId, e.Level.ToString())).Order());
    }

    [Fact]
    public void Instruments_AreOnThePageWithKindAndUnit()
    {
        var made = new List<(string, string, string?)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == PeerPersistenceDiagnostics.MeterName)
                    made.Add((instrument.Name, KindOf(instrument), instrument.Unit));
            },
        };
        RuntimeHelpers.RunClassConstructor(typeof(Instruments).TypeHandle);

        listener.Start();

        OperationsPage.Instruments.Select(row => (row.Name, row.Kind, row.Unit)).Should().BeEquivalentTo(made);

        static string KindOf(Instrument instrument) => instrument switch
        {
            Histogram<double> => "histogram",
            UpDownCounter<long> => "up-down counter",
            _ => "counter",
        };
    }

    [Fact]
    public void Names_AreAllOnThePage()
    {
        var names = typeof(PeerPersistenceDiagnostics).GetFields().Select(field => (string)field.GetRawConstantValue()!);

        names.Should().OnlyContain(name => Page.Contains($"`{name}`", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\| (?<id>\d{3}) \| (?<level>\w+) \|", RegexOptions.Multiline)]
    private static partial Regex EventRow();
}
