using System.Text.Json;

namespace PeerPersistence;

/// <summary>What the store remembers of itself, in the original's form. The counts are those of the last cleanup.</summary>
internal sealed class StoreMetadata
{
    private static readonly FieldNames s_names = new("lastCleanup", "totalPeers", "estimatedSize");

    public DateTimeOffset LastCleanup;

    public int TotalPeers;

    public long EstimatedSize;

    /// <summary>The original's statistics, and what else stands there; kept.</summary>
    public Dictionary<string, JsonElement>? Unknown;

    /// <summary>Reads it; <c>null</c> where it is none.</summary>
    public static StoreMetadata? Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var json = new JsonCursor(LoneSurrogates.Replace(utf8));
            var metadata = Read(ref json);
            json.End();
            return metadata;
        }
        catch (Exception e) when (PeerJson.IsDamage(e))
        {
            return null;
        }
    }

    public byte[] Write()
    {
        using var writer = new RecordWriter();
        writer.BeginObject();
        writer.WriteNumber("lastCleanup"u8, LastCleanup.ToUnixTimeMilliseconds());
        writer.WriteNumber("totalPeers"u8, TotalPeers);
        writer.WriteNumber("estimatedSize"u8, EstimatedSize);
        PeerDocumentWriter.WriteFields(writer, Unknown);
        writer.EndObject();
        return writer.ToArray();
    }

    private static StoreMetadata Read(ref JsonCursor json)
    {
        var (metadata, place) = (new StoreMetadata(), 0);
        json.BeginObject();
        while (json.NextField(s_names, ref place) is { } name)
        {
            switch (name)
            {
                case "lastCleanup": metadata.LastCleanup = json.Instant() ?? throw Missing(name); break;
                case "totalPeers": metadata.TotalPeers = json.Int32() ?? throw Missing(name); break;
                case "estimatedSize": metadata.EstimatedSize = json.Int64(); break;
                default: (metadata.Unknown ??= [])[name] = json.Element(); break;
            }
        }

        return metadata;
    }

    private static JsonException Missing(string name) => new($"{name} must be a number (was null).");
}
