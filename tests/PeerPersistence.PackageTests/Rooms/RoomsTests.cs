using PeerPersistence.PackageTests.Support;
using Xunit.Abstractions;

namespace PeerPersistence.PackageTests.Rooms;

/// <summary>
/// The rooms are floors, and arrows lead downwards only: drawn from what was compiled, room by folder. The picture stands in
/// <c>docs/design.md</c>, the drawing in <c>docs/images/rooms.svg</c>; <c>PEERS_ACCEPT_API=1</c> writes both anew.
/// </summary>
public sealed class RoomsTests(ITestOutputHelper output)
{
    private const string Begin = "<!-- rooms -->\n```\n";
    private const string End = "```\n<!-- /rooms -->";

    public static TheoryData<string> Frameworks() => [.. Package.Named("PeerPersistence").Frameworks];

    [Theory, MemberData(nameof(Frameworks))]
    public void Arrows_OfTheCore_LeadDownwards(string framework)
    {
        var graph = Floors.OfTheCore.GraphOf(framework);
        output.WriteLine(Floors.OfTheCore.Picture(graph));

        Floors.OfTheCore.Upward(graph).Should().BeEmpty();
        graph.InCycles().Should().BeEmpty();
    }

    [Fact]
    public void Picture_InTheDesign_IsWhatWasCompiled()
    {
        var picture = Floors.OfTheCore.Picture(Floors.OfTheCore.GraphOf("net8.0"));
        var file = Path.Combine(Package.Root, "docs", "design.md");
        var (before, shown, after) = Split(File.ReadAllText(file).ReplaceLineEndings("\n"));
        if (Environment.GetEnvironmentVariable("PEERS_ACCEPT_API") == "1")
            File.WriteAllText(file, before + (shown = picture) + after);

        shown.Should().Be(picture, "a change is announced (PEERS_ACCEPT_API=1 writes it down)");

        static (string Before, string Shown, string After) Split(string text)
        {
            var (start, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
            return (text[..start], text[start..end], text[end..]);
        }
    }

    [Fact]
    public void Drawing_InTheArchitecture_IsWhatWasCompiled()
    {
        var drawing = Floors.OfTheCore.Drawing(Floors.OfTheCore.GraphOf("net8.0"));
        var file = Path.Combine(Package.Root, "docs", "images", "rooms.svg");
        if (Environment.GetEnvironmentVariable("PEERS_ACCEPT_API") == "1")
            File.WriteAllText(file, drawing);

        File.ReadAllText(file).ReplaceLineEndings("\n").Should().Be(drawing, "a change is announced (PEERS_ACCEPT_API=1 writes it down)");
    }

    [Theory]
    [InlineData(100, 3)]
    [InlineData(400, 2)]
    public void Way_OfAnArrow_BendsBesideARoomInBetween(int left, int points)
    {
        var room = new Box(left, 100, 150, 34);

        var way = RoomsArrow.Way((175, 48), (175, 200), [room], width: 860);

        way.Should().HaveCount(points).And.StartWith((175, 48)).And.EndWith((175, 200));
        way.Zip(way.Skip(1)).Should().NotContain(part => room.IsTouchedBy(part.First, part.Second));
    }

    [Theory]
    [InlineData("Peers", "Storage", true)]
    [InlineData("Storage", "Peers", false)]
    [InlineData("Retention", "Selection", false)]
    public void Upward_AnArrow_IsFoundUnlessItLeadsDownwards(string from, string to, bool downwards)
    {
        var arrow = new Arrow(from, to, "Here", "There");

        Floors.OfTheCore.Upward(new([arrow])).Should().Equal(downwards ? [] : [arrow]);
    }

    [Fact]
    public void InCycles_OfAGraph_AreTheRoomsThatLeadBackToThemselves()
    {
        var graph = new RoomGraph([Of("a", "b"), Of("b", "c"), Of("c", "a"), Of("c", "d"), Of("e", "a")]);

        graph.InCycles().Should().Equal("a", "b", "c");

        static Arrow Of(string from, string to) => new(from, to, "Here", "There");
    }

    [Fact]
    public void Read_EveryWayToNameAType_IsAnArrow()
    {
        var graph = RoomGraph.Read(typeof(RoomsTests).Assembly.Location, "/Rooms/Planted/", folder => folder);
        var planted = typeof(RoomsTests).Assembly.GetTypes().Where(type => !type.IsNested && type.Name.StartsWith("By", StringComparison.Ordinal))
            .Select(type => type.Name).ToList();

        graph.Arrows.Select(arrow => arrow.FromRoom + arrow.ToRoom).Should().AllBe("LowHigh");
        planted.Should().HaveCountGreaterThan(15);
        graph.Arrows.Select(arrow => arrow.FromType).Distinct().Should().BeEquivalentTo(planted);
    }
}
