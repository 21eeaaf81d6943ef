using System.Text.Json;

namespace PeerPersistence;

/// <summary>Writes a record as JSON, its long texts piece by piece.</summary>
/// <remarks>One character to escape makes <see cref="Utf8JsonWriter"/> take some thirty times the room of the text.</remarks>
internal sealed class RecordWriter : IDisposable
{
    private const int UsualLength = 4096;
    private const int Long = 8 * 1024;
    private const int Piece = 1024;

    private readonly PooledBuffer _buffer = new(UsualLength);

    public RecordWriter() => Json = new(_buffer, PeerDocumentWriter.Options);

    /// <summary>For all but texts that may be long.</summary>
    public Utf8JsonWriter Json { get; }

    public byte[] ToArray()
    {
        Json.Flush();
        return _buffer.ToArray();
    }

    public void WriteString(ReadOnlySpan<byte> name, string? text)
    {
        if (text is not { Length: > Long })
        {
            Json.WriteString(name, text);
            return;
        }

        Json.WriteString(name, "");
        Fill(text, "\""u8);
    }

    public void WriteStringValue(string text)
    {
        if (text.Length <= Long)
        {
            Json.WriteStringValue(text);
            return;
        }

        Json.WriteStringValue("");
        Fill(text, "\""u8);
    }

    /// <summary>Writes a field as it was read.</summary>
    public void WriteField(string name, JsonElement value)
    {
        if (name.Length <= Long)
        {
            Json.WritePropertyName(name);
        }
        else
        {
            Json.WritePropertyName("");
            Fill(name, "\":"u8);
        }

        WriteValue(value);
    }

    public void Dispose()
    {
        Json.Dispose();
        _buffer.Dispose();
    }

    private void WriteValue(JsonElement value)
    {
        if (!IsLong(value))
        {
            value.WriteTo(Json);
        }
        else if (value.ValueKind == JsonValueKind.String)
        {
            WriteStringValue(value.GetString()!);
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            Json.WriteStartArray();
            foreach (var item in value.EnumerateArray())
                WriteValue(item);
            Json.WriteEndArray();
        }
        else
        {
            Json.WriteStartObject();
            foreach (var field in value.EnumerateObject())
                WriteField(field.Name, field.Value);
            Json.WriteEndObject();
        }
    }

    private static bool IsLong(JsonElement value)
    {
        try
        {
            return value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.String
                && value.GetRawText().Length > Long;
        }
        catch (InvalidOperationException)
        {
            return false; // It is no UTF-8, and only the writer makes something of it.
        }
    }

    /// <summary>Puts a text into the empty one that was written last.</summary>
    /// <param name="text">The text.</param>
    /// <param name="end">What was written behind it.</param>
    private void Fill(string text, ReadOnlySpan<byte> end)
    {
        Json.Flush();
        _buffer.TakeBack(end.Length);
        _buffer.GetSpan(text.Length);
        for (var rest = text.AsSpan(); rest.Length > 0;)
        {
            var length = Math.Min(Piece, rest.Length);
            if (length < rest.Length && char.IsHighSurrogate(rest[length - 1]))
                length--;
            Append(JsonEncodedText.Encode(rest[..length], PeerDocumentWriter.Options.Encoder).EncodedUtf8Bytes);
            rest = rest[length..];
        }

        Append(end);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.GetSpan(bytes.Length));
        _buffer.Advance(bytes.Length);
    }
}
