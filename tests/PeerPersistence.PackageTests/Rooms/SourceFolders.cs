using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace PeerPersistence.PackageTests.Rooms;

/// <summary>In which folder below a root each type is written, by the debug information: all rooms share one namespace.</summary>
internal sealed class SourceFolders(MetadataReader assembly, MetadataReader symbols, string root)
{
    // Named by the specification of portable PDBs: the documents of a type of which no method holds code.
    private static readonly Guid TypeDefinitionDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    /// <summary>The folder below the root, with slashes; <c>null</c>: the type lies elsewhere, or the compiler made it.</summary>
    public string? Of(TypeDefinitionHandle type)
    {
        var folders = DocumentsOf(type).Select(FolderOf).OfType<string>().Distinct().ToArray();
        return folders.Length <= 1 ? folders.SingleOrDefault()
            : throw new InvalidOperationException(
                $"{assembly.GetString(assembly.GetTypeDefinition(type).Name)} lies in {string.Join(" and ", folders)}.");
    }

    private IEnumerable<DocumentHandle> DocumentsOf(TypeDefinitionHandle type)
    {
        foreach (var handle in symbols.GetCustomDebugInformation(type))
        {
            var information = symbols.GetCustomDebugInformation(handle);
            if (symbols.GetGuid(information.Kind) != TypeDefinitionDocuments)
                continue;
            for (var blob = symbols.GetBlobReader(information.Value); blob.RemainingBytes > 0;)
                yield return MetadataTokens.DocumentHandle(blob.ReadCompressedInteger());
        }

        var definition = assembly.GetTypeDefinition(type);
        foreach (var method in definition.GetMethods())
        {
            var information = symbols.GetMethodDebugInformation(method);
            foreach (var point in information.GetSequencePoints())
                yield return point.Document;
        }

        foreach (var document in definition.GetNestedTypes().SelectMany(DocumentsOf))
            yield return document;
    }

    // Generated files lie outside the root or in obj; another part of the same type tells its room.
    private string? FolderOf(DocumentHandle handle)
    {
        if (handle.IsNil)
            return null;
        var path = symbols.GetString(symbols.GetDocument(handle).Name).Replace('\\', '/');
        var start = path.LastIndexOf(root, StringComparison.Ordinal);
        return start < 0 || path.Contains("/obj/", StringComparison.Ordinal) ? null : path[(start + root.Length)..path.LastIndexOf('/')];
    }
}
