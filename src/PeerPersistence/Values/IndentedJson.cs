using System.Text.Encodings.Web;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>Writes JSON with two spaces a level, as <see cref="Utf8JsonWriter"/> indents it, piece by piece.</summary>
/// <param name="write">Takes each piece.</param>
/// <param name="newLine">What ends a line.</param>
internal sealed class IndentedJson(IndentedJson.Sink write, byte[] newLine)
{
    private const int Piece = 4 * 1024;
    private const int LongestEscape = 12;

    private readonly byte[] _escaped = new byte[Piece * LongestEscape];

    public delegate void Sink(ReadOnlySpan<byte> piece);

    /// <summary>Writes the value that a reader is at.</summary>
    /// <param name="reader">Moves to the value's end.</param>
    /// <param name="depth">How deep the value stands.</param>
    /// <exception cref="InvalidOperationException">A text is no UTF-8.</exception>
    public void Write(ref Utf8JsonReader reader, int depth)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                WriteItems(ref reader, depth);
                break;
            case JsonTokenType.String:
                WriteText(ref reader);
                break;
            default:
                write(reader.ValueSpan);
                break;
        }
    }

    private void WriteItems(ref Utf8JsonReader reader, int depth)
    {
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        write(isObject ? "{"u8 : "["u8);
        var count = 0;
        for (; reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray); count++)
        {
            write(count > 0 ? ","u8 : []);
            BeginLine(depth + 1);
            if (isObject)
            {
                WriteText(ref reader);
                write(": "u8);
                reader.Read();
            }

            Write(ref reader, depth + 1);
        }

        if (count > 0)
            BeginLine(depth);
        write(isObject ? "}"u8 : "]"u8);
    }

    private void BeginLine(int depth)
    {
        write(newLine);
        for (var i = 0; i < depth; i++)
            write("  "u8);
    }

    private void WriteText(ref Utf8JsonReader reader)
    {
        write("\""u8);
        var text = JsonText.Utf8(reader);
        while (!text.IsEmpty)
        {
            var piece = text[..Math.Min(Piece, text.Length)];
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.EncodeUtf8(
                piece, _escaped, out var read, out var written, isFinalBlock: piece.Length == text.Length);
            write(_escaped.AsSpan(0, written));
            text = text[read..];
        }

        write("\""u8);
    }
}
