using System.Text;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>Reads an export as JSON, peer by peer: what is held is its bytes, and where each peer stands in them.</summary>
internal static class PeerExportReader
{
    // An object, a place in a list that grows, and what its text takes besides its characters.
    private const int BytesOfAFailure = 120;
    private const int BytesOfAText = 60;

    private static readonly FieldNames s_protection = new("key", "seal");

    /// <exception cref="ImportFormatException">It is no export, or one of a newer version.</exception>
    public static PeerExport Read(string json, int maxSize)
    {
        if (json.Length > maxSize)
            throw new ImportFormatException($"An export must have at most {maxSize} characters (had {json.Length}).");
        return Read(Encode(json));
    }

    /// <inheritdoc cref="Read(string, int)"/>
    public static PeerExport Read(Memory<byte> utf8)
    {
        LoneSurrogates.ReplaceIn(utf8.Span);
        try
        {
            return ReadSound(utf8);
        }
        catch (Exception e) when (PeerJson.IsDamage(e))
        {
            // The parser's own message may quote the text, which holds addresses.
            throw new ImportFormatException("The export is no JSON.");
        }
    }

    /// <summary>A text of JSON as it is read.</summary>
    public static Memory<byte> ToUtf8(string json)
    {
        var utf8 = Encode(json);
        LoneSurrogates.ReplaceIn(utf8);
        return utf8;
    }

    private static byte[] Encode(string json)
    {
        var text = json.AsSpan().TrimStart(PeerExportJson.ByteOrderMark);
        var utf8 = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, utf8);
        return utf8;
    }

    private static PeerExport ReadSound(ReadOnlyMemory<byte> utf8)
    {
        var parts = ExportParts.Read(utf8.Span);
        if (parts.Peers is not { } start || utf8.Span[start] != '[')
            throw new ImportFormatException("An export must be a JSON object with an array 'peers' (was another JSON).");
        var count = CountOf(utf8.Span, start);
        if (count > PeerLimits.PeersPerExport)
            throw new ImportFormatException($"An export must have at most {PeerLimits.PeersPerExport} peers (had {count}).");

        var version = ReadVersion(utf8.Span, parts.Version);
        var protection = ReadProtection(utf8, parts.Protection);
        var kept = new JsonBudget(utf8.Length);
        var peers = new ExportedPeers(utf8, isProtected: protection is not null);
        var (unreadable, secretsLeftOut) = ReadPeers(utf8.Span, start, peers, kept);
        return new()
        {
            IsOfStore = true,
            Version = version,
            ExportDate = ReadDate(utf8.Span, parts.ExportDate),
            Peers = peers,
            Source = peers,
            LeftOut = ReadTexts(utf8.Span, parts.LeftOut, kept),
            SecretsLeftOut = secretsLeftOut,
            Protection = protection,
            Unreadable = unreadable,
        };
    }

    private static (List<ImportFailure> Unreadable, List<string> SecretsLeftOut) ReadPeers(
        ReadOnlySpan<byte> utf8, int start, ExportedPeers peers, JsonBudget kept)
    {
        List<ImportFailure> unreadable = [];
        List<string> leftOut = [];
        var reader = JsonText.At(utf8, start);
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            var first = (int)reader.TokenStartIndex;
            reader.TrySkip();
            if (peers.TryAdd(start + first, (int)reader.BytesConsumed - first, index, out var isLeftOut) is { } failure)
            {
                kept.Take(BytesOfAFailure + (sizeof(char) * (failure.Reason.Length + (failure.PeerId?.Length ?? 0))));
                unreadable.Add(failure);
            }
            else if (isLeftOut)
            {
                leftOut.Add(peers[^1].PeerId);
            }
        }

        return (unreadable, leftOut);
    }

    private static int CountOf(ReadOnlySpan<byte> utf8, int start)
    {
        var reader = JsonText.At(utf8, start);
        var count = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
            reader.TrySkip();
        return count;
    }

    private static BackupProtection? ReadProtection(ReadOnlyMemory<byte> utf8, int? start)
    {
        if (start is null)
            return null;
        try
        {
            var json = new JsonCursor(utf8.Span[start.Value..]);
            var (key, seal, place) = ((string?)null, (string?)null, 0);
            json.BeginObject();
            while (json.NextField(s_protection, ref place) is { } name)
            {
                switch (name)
                {
                    case "key": key = json.Text(); break;
                    case "seal": seal = json.Text(); break;
                    default: json.Skip(); break;
                }
            }

            if (key is not null && seal is not null)
                return new(key, seal) { Content = utf8 };
        }
        catch (Exception e) when (PeerJson.IsDamage(e))
        {
        }

        throw new ImportFormatException("The protection of the export is damaged.");
    }

    private static List<string> ReadTexts(ReadOnlySpan<byte> utf8, int? start, JsonBudget kept)
    {
        if (start is null || utf8[start.Value] != '[')
            return [];
        List<string> texts = [];
        var reader = JsonText.At(utf8, start.Value);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                kept.Take(BytesOfAText + (sizeof(char) * reader.ValueSpan.Length));
                texts.Add(reader.GetString()!);
            }

            reader.TrySkip();
        }

        return texts;
    }

    private static string ReadVersion(ReadOnlySpan<byte> utf8, int? start)
    {
        if (start is null)
            return SchemaVersion.Current;
        var reader = JsonText.At(utf8, start.Value);
        if (reader.TokenType != JsonTokenType.String || reader.GetString() is not { } text || !SchemaVersion.IsSupported(text))
            throw new ImportFormatException($"The export must be of version {SchemaVersion.Current} or earlier (was of another version).");
        return text;
    }

    private static DateTimeOffset ReadDate(ReadOnlySpan<byte> utf8, int? start)
    {
        if (start is null)
            return default;
        var reader = JsonText.At(utf8, start.Value);
        return reader.TokenType == JsonTokenType.Number ? UnixMilliseconds.Read(reader) : default;
    }

    /// <summary>Where the values of an export's fields begin; of a name that stands twice the last one counts.</summary>
    private sealed record ExportParts(int? Version, int? ExportDate, int? Peers, int? LeftOut, int? Protection)
    {
        private static readonly FieldNames s_names =
            new("version", "exportDate", "peers", PeerExportJson.LeftOut, BackupContent.Protection);

        /// <exception cref="JsonException">It is no JSON.</exception>
        public static ExportParts Read(ReadOnlySpan<byte> utf8)
        {
            ExportParts parts = new(null, null, null, null, null);
            var reader = new Utf8JsonReader(utf8, new() { MaxDepth = PeerExportJson.MaxDepth });
            reader.Read();
            var isObject = reader.TokenType == JsonTokenType.StartObject;
            while (isObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = s_names.Find(reader);
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                parts = name switch
                {
                    "version" => parts with { Version = start },
                    "exportDate" => parts with { ExportDate = start },
                    "peers" => parts with { Peers = start },
                    PeerExportJson.LeftOut => parts with { LeftOut = start },
                    BackupContent.Protection => parts with { Protection = start },
                    _ => parts,
                };
                reader.Skip();
            }

            while (reader.Read())
            {
            }

            return parts;
        }
    }
}
