using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>Writes what a <see cref="Utf8JsonWriter"/> does, byte for byte, in two thirds of the time. That does what is rare.</summary>
/// <remarks>
/// Long texts go piece by piece: one character to escape makes the other writer take some thirty times their room.
/// </remarks>
internal sealed class RecordWriter : IDisposable
{
    private const int UsualLength = 4096;
    private const int MaxDepth = 64; // The serializer's.
    private const int Long = 8 * 1024;
    private const int Piece = 1024;
    private const int LongestCharacter = 3; // For each of two that are a pair it is 2.
    private const int LongestNumber = 32;
    private const double FirstWithExponent = 1e15;

    private readonly PooledBuffer _buffer = new(UsualLength);
    private Utf8JsonWriter? _rare;
    private int _rareDepth;
    private int _depth;
    private bool _isFirst = true;

    public byte[] ToArray() => _buffer.ToArray();

    public void BeginObject() => Begin((byte)'{');

    public void EndObject() => End((byte)'}');

    public void BeginArray(ReadOnlySpan<byte> name)
    {
        WriteName(name);
        Open((byte)'[');
    }

    public void BeginArray() => Begin((byte)'[');

    public void EndArray() => End((byte)']');

    /// <summary>Its value comes next.</summary>
    /// <param name="name">A field's, which needs no escapes.</param>
    public void WriteName(ReadOnlySpan<byte> name)
    {
        var room = _buffer.GetSpan(name.Length + 4);
        var at = 0;
        if (!_isFirst)
            room[at++] = (byte)',';
        room[at++] = (byte)'"';
        name.CopyTo(room[at..]);
        at += name.Length;
        room[at++] = (byte)'"';
        room[at++] = (byte)':';
        _buffer.Advance(at);
        _isFirst = true;
    }

    /// <summary>Its value comes next.</summary>
    public void WriteName(string name)
    {
        WriteString(name);
        Append((byte)':');
        _isFirst = true;
    }

    public void WriteString(ReadOnlySpan<byte> name, string? text)
    {
        WriteName(name);
        WriteString(text);
    }

    /// <exception cref="ArgumentException">There is half a surrogate pair in it.</exception>
    public void WriteString(string? text)
    {
        if (text is null)
        {
            WriteRaw("null"u8);
            return;
        }

        Separate();
        AppendQuoted(text);
    }

    public void WriteNumber(ReadOnlySpan<byte> name, long? number)
    {
        WriteName(name);
        if (number is { } value)
            WriteNumber(value);
        else
            WriteRaw("null"u8);
    }

    public void WriteNumber(long number)
    {
        Separate();
        Utf8Formatter.TryFormat(number, _buffer.GetSpan(LongestNumber), out var length);
        _buffer.Advance(length);
    }

    /// <exception cref="ArgumentException">It is none of JSON.</exception>
    public void WriteNumber(ReadOnlySpan<byte> name, double? number)
    {
        WriteName(name);
        if (number is { } value)
            WriteNumber(value);
        else
            WriteRaw("null"u8);
    }

    /// <exception cref="ArgumentException">It is none of JSON.</exception>
    public void WriteNumber(double number)
    {
        if ((long)number is var whole && whole == number && Math.Abs(number) < FirstWithExponent
            && (whole != 0 || !double.IsNegative(number)))
            WriteNumber(whole);
        else
            WriteFraction(number);
    }

    public void WriteBoolean(ReadOnlySpan<byte> name, bool value)
    {
        WriteName(name);
        WriteRaw(value ? "true"u8 : "false"u8);
    }

    /// <summary>Writes a value that is JSON already.</summary>
    public void WriteRaw(ReadOnlySpan<byte> json)
    {
        Separate();
        Append(json);
    }

    /// <summary>Copies a part of JSON, up to where a value is to come or to the end.</summary>
    public void Copy(ReadOnlySpan<byte> part)
    {
        Append(part);
        _isFirst = true;
    }

    /// <summary>Writes a field as it was read.</summary>
    /// <exception cref="InvalidOperationException">It is no JSON, or nested too deeply.</exception>
    public void WriteField(string name, JsonElement value)
    {
        WriteName(name);
        WriteValue(value);
    }

    public void Dispose()
    {
        _rare?.Dispose();
        _buffer.Dispose();
    }

    /// <summary>Writes a value as it was read.</summary>
    /// <exception cref="InvalidOperationException">It is no JSON, or nested too deeply.</exception>
    public void WriteValue(JsonElement value)
    {
        if (!IsLong(value))
        {
            WriteShort(value);
        }
        else if (value.ValueKind == JsonValueKind.String)
        {
            WriteLong(value.GetRawText().AsSpan()[1..^1]);
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            BeginArray();
            foreach (var item in value.EnumerateArray())
                WriteValue(item);
            EndArray();
        }
        else
        {
            BeginObject();
            foreach (var field in value.EnumerateObject())
                WriteField(field.Name, field.Value);
            EndObject();
        }
    }

    /// <summary>Writes a value in the very form in which it was read.</summary>
    /// <inheritdoc cref="WriteValue"/>
    public void WriteAsRead(JsonElement value)
    {
        if (!IsLong(value))
        {
            WriteShort(value);
            return;
        }

        Separate();
        for (ReadOnlySpan<char> rest = value.GetRawText(); rest.Length > 0; rest = rest[PieceOf(rest)..])
            _buffer.Advance(Encoding.UTF8.GetBytes(rest[..PieceOf(rest)], _buffer.GetSpan(LongestCharacter * Piece)));
    }

    private void WriteShort(JsonElement value)
    {
        Separate();
        if (_rare is null || _rareDepth != _depth)
        {
            _rare?.Dispose();
            var options = PeerDocumentWriter.Options;
            options.MaxDepth = MaxDepth - (_rareDepth = _depth);
            _rare = new(_buffer, options);
        }

        value.WriteTo(_rare);
        _rare.Flush();
        _rare.Reset();
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

    /// <summary>Writes the text that stands so between its quotes.</summary>
    private void WriteLong(ReadOnlySpan<char> content)
    {
        Separate();
        Append((byte)'"');
        while (content.Length > 0)
        {
            var length = JsonText.PieceOf(content, Piece);
            AppendEscaped(JsonText.Unescaped(content[..length]));
            content = content[length..];
        }

        Append((byte)'"');
    }

    private void WriteFraction(double number)
    {
        if (!double.IsFinite(number))
            throw new ArgumentException("A number must be finite (was not).", nameof(number));
        Span<char> text = stackalloc char[LongestNumber];
        number.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        Separate();
        AppendAscii(text[..length]);
    }

    private void Begin(byte bracket)
    {
        Separate();
        Open(bracket);
    }

    private void Open(byte bracket)
    {
        if (_depth++ == MaxDepth)
            throw new InvalidOperationException("JSON must be nested less deeply.");
        Append(bracket);
        _isFirst = true;
    }

    private void End(byte bracket)
    {
        _depth--;
        Append(bracket);
        _isFirst = false;
    }

    private void Separate()
    {
        if (!_isFirst)
            Append((byte)',');
        _isFirst = false;
    }

    private void AppendQuoted(ReadOnlySpan<char> text)
    {
        Append((byte)'"');
        AppendEscaped(text);
        Append((byte)'"');
    }

    private void AppendEscaped(ReadOnlySpan<char> text)
    {
        while (PlainText.LengthOf(text) is var plain && plain < text.Length)
        {
            AppendAscii(text[..plain]);
            if (text[plain] is not ('"' or '\\'))
            {
                AppendEncoded(text[plain..]);
                text = default;
                break;
            }

            Append((byte)'\\');
            Append((byte)text[plain]);
            text = text[(plain + 1)..];
        }

        AppendAscii(text);
    }

    private void AppendEncoded(ReadOnlySpan<char> text)
    {
        for (; text.Length > 0; text = text[PieceOf(text)..])
            Append(JsonEncodedText.Encode(text[..PieceOf(text)], PeerDocumentWriter.Options.Encoder).EncodedUtf8Bytes);
    }

    private static int PieceOf(ReadOnlySpan<char> text) =>
        text.Length <= Piece ? text.Length : char.IsHighSurrogate(text[Piece - 1]) ? Piece - 1 : Piece;

    private void AppendAscii(ReadOnlySpan<char> text)
    {
        for (; text.Length > Long; text = text[Long..])
            AppendAscii(text[..Long]);
        _buffer.Advance(Encoding.ASCII.GetBytes(text, _buffer.GetSpan(text.Length)));
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length > Long; bytes = bytes[Long..])
            Append(bytes[..Long]);
        bytes.CopyTo(_buffer.GetSpan(bytes.Length));
        _buffer.Advance(bytes.Length);
    }

    private void Append(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }
}
