using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace PeerPersistence.PackageTests.Rooms;

/// <summary>Which room names types of which, drawn from a compiled assembly and its debug information.</summary>
internal sealed class RoomGraph(IReadOnlyCollection<Arrow> arrows)
{
    public IReadOnlyCollection<Arrow> Arrows => arrows;

    /// <param name="path">The assembly; its symbols lie beside it.</param>
    /// <param name="root">The folder that the rooms lie in, such as <c>/src/</c>.</param>
    /// <param name="roomOf">From a folder below it to its room.</param>
    public static RoomGraph Read(string path, string root, Func<string, string> roomOf)
    {
        using var image = new PEReader(File.OpenRead(path));
        using var pdb = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(path, ".pdb")));
        var assembly = image.GetMetadataReader();
        var folders = new SourceFolders(assembly, pdb.GetMetadataReader(), root);
        var uses = new TypeUses(image, assembly);

        var outermost = assembly.TypeDefinitions.Where(type => !assembly.GetTypeDefinition(type).IsNested).ToArray();
        var rooms = outermost.Select(type => (type, Folder: folders.Of(type))).Where(each => each.Folder is not null)
            .ToDictionary(each => each.type, each => roomOf(each.Folder!));
        return new([.. rooms.Keys.SelectMany(from => uses.Of(from).Select(Outermost).Where(rooms.ContainsKey)
            .Where(to => rooms[from] != rooms[to]).Select(to => new Arrow(rooms[from], rooms[to], NameOf(from), NameOf(to)))).Distinct()]);

        TypeDefinitionHandle Outermost(TypeDefinitionHandle type) =>
            assembly.GetTypeDefinition(type).GetDeclaringType() is { IsNil: false } outer ? Outermost(outer) : type;

        string NameOf(TypeDefinitionHandle type) => assembly.GetString(assembly.GetTypeDefinition(type).Name);
    }

    /// <summary>The rooms that a room names, in order.</summary>
    public IReadOnlyList<string> Below(string room) =>
        [.. arrows.Where(arrow => arrow.FromRoom == room).Select(arrow => arrow.ToRoom).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Rooms from which arrows lead back to themselves.</summary>
    public IReadOnlyList<string> InCycles() =>
        [.. arrows.Select(arrow => arrow.FromRoom).Distinct().Where(room => Reach(room).Contains(room)).Order(StringComparer.Ordinal)];

    /// <summary>The rooms that arrows lead to from a room, straight or through others.</summary>
    public IReadOnlySet<string> Reach(string room)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([room]);
        while (open.TryDequeue(out var next))
        {
            foreach (var below in Below(next).Where(reached.Add))
                open.Enqueue(below);
        }

        return reached;
    }
}
