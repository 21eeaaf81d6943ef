using PeerPersistence.PackageTests.Support;

namespace PeerPersistence.PackageTests.Rooms;

/// <summary>The rooms of a house, floor by floor, the highest first: a room names rooms of lower floors only.</summary>
internal sealed class Floors(params string[][] floors)
{
    /// <summary>What everybody stands on; the picture leaves out the arrows to it.</summary>
    private static readonly string[] Ground = ["Diagnostics", "Errors", "Values", "Polyfills"];

    /// <summary>The rooms of the core. A new folder is a new room, or lies in one.</summary>
    public static Floors OfTheCore { get; } = new(
        ["DependencyInjection"],
        ["Identities", "Keeping"],
        ["(root)"],
        ["Reconnecting", "Transfer"],
        ["Records"],
        ["Directory", "Watching"],
        ["Retention", "Selection"],
        ["Protection"],
        ["Layout"],
        ["Peers"],
        ["Storage/Files"],
        ["Storage"],
        ["Diagnostics"],
        ["Errors"],
        ["Values"],
        ["Polyfills"]);

    public RoomGraph GraphOf(string framework) =>
        RoomGraph.Read(Package.Named("PeerPersistence").AssemblyFor(framework), "/src/", RoomOf);

    /// <summary>The arrows that do not lead downwards.</summary>
    public IReadOnlyList<Arrow> Upward(RoomGraph graph) =>
        [.. graph.Arrows.Where(arrow => FloorOf(arrow.ToRoom) <= FloorOf(arrow.FromRoom))
            .OrderBy(arrow => arrow.ToString(), StringComparer.Ordinal)];

    /// <summary>One line a room: its floor, counted from the ground, and the rooms that it names.</summary>
    public string Picture(RoomGraph graph)
    {
        return string.Concat(floors.SelectMany(rooms => rooms).Select(room => LineOf(room) + "\n"));

        string LineOf(string room)
        {
            var below = graph.Below(room).Except(Ground).OrderBy(FloorOf).ThenBy(name => name, StringComparer.Ordinal).ToList();
            var name = FormattableString.Invariant($"{floors.Length - 1 - FloorOf(room),2}  {room}");
            return below.Count == 0 ? name : $"{name,-23} → {string.Join(", ", below)}";
        }
    }

    /// <summary>The same as an SVG.</summary>
    public string Drawing(RoomGraph graph) => RoomsDrawing.Of(floors, Ground, graph);

    /// <summary>The room of a folder below <c>src</c>. What is compiled in from <c>Shared</c> is the stores'.</summary>
    private string RoomOf(string folder) => folder switch
    {
        "Shared" => "Storage",
        "PeerPersistence" or "PeerPersistence/Service" => "(root)",
        _ => floors.SelectMany(rooms => rooms)
            .Where(room => $"{folder}/".StartsWith($"PeerPersistence/{room}/", StringComparison.Ordinal)).MaxBy(room => room.Length)
            ?? throw new InvalidOperationException($"The folder {folder} is no room. Say in {nameof(OfTheCore)} on which floor it lies."),
    };

    private int FloorOf(string room) => Array.FindIndex(floors, rooms => rooms.Contains(room));
}
