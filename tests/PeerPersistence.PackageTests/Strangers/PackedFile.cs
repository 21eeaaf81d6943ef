using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace PeerPersistence.PackageTests.Strangers;

/// <summary>What lies in a packed package.</summary>
internal sealed class PackedFile(string path) : IDisposable
{
    // As the specification of portable PDBs has it.
    private static readonly Guid SourceLinkKind = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    private readonly ZipArchive _archive = ZipFile.OpenRead(path);

    public IEnumerable<string> Names => _archive.Entries.Select(entry => entry.FullName);

    public string Description => Text(Names.Single(name => name.EndsWith(".nuspec", StringComparison.Ordinal)));

    public IEnumerable<string> Dependencies => XDocument.Parse(Description).Descendants()
        .Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value).Distinct();

    public void Dispose() => _archive.Dispose();

    /// <summary>Whether the same sources make the same bytes.</summary>
    public bool IsReproducible(string assembly)
    {
        using var reader = new PEReader(new MemoryStream(Bytes(assembly)));
        return reader.ReadDebugDirectory().Any(entry => entry.Type == DebugDirectoryEntryType.Reproducible);
    }

    /// <summary>Where the sources lay, as debuggers are told.</summary>
    public IReadOnlyList<string> Sources(string symbols)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(Bytes(symbols)));
        var reader = provider.GetMetadataReader();
        return [.. reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name))];
    }

    /// <summary>Where debuggers fetch the sources from: JSON.</summary>
    public string SourceLink(string symbols)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(Bytes(symbols)));
        var reader = provider.GetMetadataReader();
        var link = reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation).Single(information => reader.GetGuid(information.Kind) == SourceLinkKind);
        return System.Text.Encoding.UTF8.GetString(reader.GetBlobBytes(link.Value));
    }

    public string Text(string name) => System.Text.Encoding.UTF8.GetString(Bytes(name));

    private byte[] Bytes(string name)
    {
        using var stream = _archive.GetEntry(name)!.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
