using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>
/// Walks JSON of which one knows what to expect, in half the time of a <see cref="Utf8JsonReader"/>, which does what is rare.
/// </summary>
/// <remarks>It refuses what that one refuses, with the same exceptions.</remarks>
internal ref struct JsonCursor(ReadOnlySpan<byte> utf8)
{
    private const int MaxDepth = 64; // The serializer's.
    private const int MostUnescaped = 256;
    private const int MostDigits = 18; // They fit into 64 bits, whichever they are.

    private readonly ReadOnlySpan<byte> _utf8 = utf8;
    private int _at;
    private int _depth;
    private bool _isFirst;

    /// <summary>How far it has come.</summary>
    public readonly int Place => _at;

    /// <summary>Enters an object.</summary>
    public void BeginObject() => Begin('{');

    /// <summary>Enters an array.</summary>
    public void BeginArray() => Begin('[');

    /// <summary>Moves to the value of the object's next field.</summary>
    /// <param name="names">Those that are expected.</param>
    /// <param name="place">Where among them the last one was found; 0 before the first.</param>
    /// <returns>The field's name, whether it is one of these or not; <c>null</c>: the object has ended.</returns>
    public string? NextField(FieldNames names, ref int place)
    {
        if (!Next('}'))
            return null;
        if (names.Find(_utf8[_at..], ref place, out var length) is not { } name)
            return RareName();
        _at += length;
        return name;
    }

    /// <summary>Moves to the array's next item.</summary>
    /// <returns><c>false</c>: the array has ended.</returns>
    public bool NextItem() => Next(']');

    /// <summary>All was read.</summary>
    /// <exception cref="JsonException">More follows.</exception>
    public void End()
    {
        if (TryPeek(out _))
            throw new JsonException("More follows.");
    }

    /// <summary>Whether the value is <c>null</c>, which is then passed.</summary>
    public bool IsNull() => Is("null"u8);

    /// <summary>Whether the value begins so.</summary>
    public bool IsAt(char first) => Peek() == first;

    /// <summary>A text or <c>null</c>.</summary>
    /// <param name="isWanted">Otherwise it is passed over, and <c>null</c>.</param>
    /// <param name="usual">What it mostly is: then it need not be made.</param>
    public string? Text(bool isWanted = true, string? usual = null)
    {
        if (TryPlain(out var ascii))
            return !isWanted ? null : usual is not null && PlainText.Equals(ascii, usual) ? usual : PlainText.ToString(ascii);
        if (IsNull())
            return null;
        if (isWanted && usual is null && IsAt('"') && Unescaped() is { } unescaped)
            return unescaped;
        var reader = Enter();
        var isUsual = usual is not null && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(usual);
        var text = isUsual ? usual : isWanted || reader.TokenType != JsonTokenType.String ? JsonText.Text(reader) : null;
        Leave(reader);
        return isWanted ? text : null;
    }

    /// <summary>Passes a text of ASCII without escapes.</summary>
    /// <returns><c>false</c>: it is none, and is not passed.</returns>
    public bool TryPlain(out ReadOnlySpan<byte> ascii)
    {
        ascii = default;
        if (Peek() != '"')
            return false;
        var text = _utf8[(_at + 1)..];
        var length = PlainText.LengthOf(text);
        if (length == text.Length || text[length] != '"')
            return false;
        ascii = text[..length];
        _at += length + 2;
        return true;
    }

    public bool Boolean()
    {
        if (Is("true"u8))
            return true;
        return Is("false"u8) ? false : Enter().GetBoolean();
    }

    public int? Int32() => IsNull() ? null
        : Int64() is >= int.MinValue and <= int.MaxValue and var number ? (int)number
        : throw new FormatException("A number must have 32 bits (had more).");

    public long Int64()
    {
        if (TryInt64(out var number))
            return number;
        var reader = Enter();
        return reader.GetInt64(); // Throws.
    }

    /// <summary>Passes an integer of 64 bits.</summary>
    /// <returns><c>false</c>: it is none, and is not passed.</returns>
    public bool TryInt64(out long number)
    {
        if (TryDigits(out number))
            return true;
        var reader = Enter();
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out number))
            return false;
        Leave(reader);
        return true;
    }

    public double? Double()
    {
        if (IsNull())
            return null;
        if (TryDigits(out var whole))
            return whole;
        if (TryFraction(out var number))
            return number;
        var reader = Enter();
        number = reader.GetDouble();
        Leave(reader);
        return number;
    }

    /// <inheritdoc cref="UnixMilliseconds"/>
    public DateTimeOffset? Instant()
    {
        if (IsNull())
            return null;
        if (TryDigits(out var milliseconds))
            return UnixMilliseconds.Of(milliseconds);
        var reader = Enter();
        var instant = UnixMilliseconds.Read(reader);
        Leave(reader);
        return instant;
    }

    /// <summary>Any value.</summary>
    public JsonElement Element()
    {
        var reader = Enter();
        var element = JsonText.Element(ref reader);
        Leave(reader);
        return element;
    }

    /// <summary>Passes over any value.</summary>
    /// <returns>Its bytes.</returns>
    public ReadOnlySpan<byte> Skip()
    {
        var begin = _at;
        var reader = Enter();
        reader.Skip();
        Leave(reader);
        return _utf8[begin.._at];
    }

    /// <summary>A reader at the value, to read it all; <see cref="Leave"/> goes on from there.</summary>
    public readonly Utf8JsonReader Enter()
    {
        var reader = new Utf8JsonReader(_utf8[_at..], new() { MaxDepth = MaxDepth - _depth });
        reader.Read();
        return reader;
    }

    public void Leave(in Utf8JsonReader reader) => _at += (int)reader.BytesConsumed;

    private void Begin(char bracket)
    {
        if (Peek() != bracket)
            throw new JsonException($"It must begin with {bracket} (began with {(char)Peek()}).");
        _at++;
        (_depth, _isFirst) = (_depth + 1, true);
    }

    private bool Next(char bracket)
    {
        if (Peek() == bracket)
        {
            _at++;
            (_depth, _isFirst) = (_depth - 1, false);
            return false;
        }

        if (!_isFirst)
            Expect(',');
        _isFirst = false;
        return true;
    }

    /// <summary>A name that stands apart, has escapes, or is not expected.</summary>
    private string RareName()
    {
        if (Peek() != '"')
            throw new JsonException("A field must have a name (had none).");
        var reader = Enter();
        var name = JsonText.Name(reader);
        Leave(reader);
        Expect(':');
        return name;
    }

    private string? Unescaped()
    {
        Span<char> room = stackalloc char[MostUnescaped];
        if (!PlainText.TryUnescape(_utf8[(_at + 1)..], room, out var length, out var read))
            return null;
        _at += read + 2;
        return room[..length].ToString();
    }

    /// <summary>Passes a number that is nothing but digits.</summary>
    private bool TryDigits(out long number)
    {
        number = 0;
        var (first, at) = (Peek(), _at);
        for (; at < _utf8.Length && at - _at < MostDigits && _utf8[at] is >= (byte)'0' and <= (byte)'9'; at++)
            number = (10 * number) + (_utf8[at] - '0');
        if (at == _at || (first == '0' && at > _at + 1) || at == _utf8.Length || _utf8[at] is not ((byte)',' or (byte)'}' or (byte)']'))
            return false;
        _at = at;
        return true;
    }

    /// <summary>Passes a share of one, as it is mostly written.</summary>
    private bool TryFraction(out double number)
    {
        number = 0;
        if (!_utf8[_at..].StartsWith("0."u8))
            return false;
        var end = _at + 2;
        while (end < _utf8.Length && _utf8[end] is >= (byte)'0' and <= (byte)'9')
            end++;
        if (end == _at + 2 || end == _utf8.Length || _utf8[end] is not ((byte)',' or (byte)'}' or (byte)']')
            || !Utf8Parser.TryParse(_utf8[_at..end], out number, out _))
            return false;
        _at = end;
        return true;
    }

    /// <summary>Passes a word, if it is there.</summary>
    private bool Is(ReadOnlySpan<byte> word)
    {
        if (Peek() != word[0] || !_utf8[_at..].StartsWith(word))
            return false;
        _at += word.Length;
        return true;
    }

    private void Expect(char next)
    {
        if (Peek() != next)
            throw new JsonException($"There must be {next} (was {(char)Peek()}).");
        _at++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte Peek() => _at < _utf8.Length && _utf8[_at] > ' ' ? _utf8[_at]
        : TryPeek(out var next) ? next : throw new JsonException("It ends too early.");

    /// <summary>What comes next but spaces.</summary>
    private bool TryPeek(out byte next)
    {
        while (_at < _utf8.Length && _utf8[_at] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
            _at++;
        next = _at < _utf8.Length ? _utf8[_at] : default;
        return _at < _utf8.Length;
    }
}
