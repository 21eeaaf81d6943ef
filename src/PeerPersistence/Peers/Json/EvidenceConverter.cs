using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerPersistence;

/// <summary>Evidence as lists of numbers, the shortest form; what is no evidence is read as none, and so as an earlier version's.</summary>
internal sealed class EvidenceConverter : JsonConverter<PeerEvidence?>
{
    private static readonly FieldNames s_names = new("own", "met", "vain", "introduced", "blocked", "claim", "by");

    public override PeerEvidence? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public static PeerEvidence? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.TrySkip();
            return null;
        }

        Span<long> own = stackalloc long[4], met = stackalloc long[3], vain = stackalloc long[4], introductions = stackalloc long[1];
        var (hasOwn, hasMet, isBlocked, isClaim, introducer, place) = (false, false, false, false, (string?)null, 0);
        while (s_names.Next(ref reader, ref place) is { } name)
        {
            switch (name)
            {
                case "own": hasOwn = Numbers(ref reader, own); break;
                case "met": hasMet = Numbers(ref reader, met); break;
                case "vain": Numbers(ref reader, vain); break;
                case "introduced": Numbers(ref reader, introductions); break;
                case "blocked": isBlocked = reader.TokenType == JsonTokenType.True; break;
                case "claim": isClaim = reader.TokenType == JsonTokenType.True; break;
                case "by": introducer = reader.TokenType == JsonTokenType.String ? reader.GetString() : null; break;
            }

            reader.TrySkip(); // What is none of it.
        }

        return !hasOwn || !hasMet ? null : new()
        {
            OwnSuccesses = (int)Math.Clamp(own[0], 0, int.MaxValue),
            OwnDays = new(Short(own[1]), Short(own[2]), unchecked((uint)own[3])),
            ConnectedDays = new(Short(met[0]), Short(met[1]), unchecked((uint)met[2])),
            Vain = new(Short(vain[0]), Short(vain[1]), Short(vain[2]), Short(vain[3])),
            IsBlocked = isBlocked,
            IsClaim = isClaim,
            IntroducedBy = introducer,
            Unanswered = Short(introductions[0]),
        };
    }

    public override void Write(Utf8JsonWriter writer, PeerEvidence? value, JsonSerializerOptions options)
    {
        if (value is null)
            writer.WriteNullValue();
        else
            Write(writer, value);
    }

    public static void Write(Utf8JsonWriter writer, PeerEvidence value)
    {
        writer.WriteStartObject();
        var (own, met, vain) = (value.OwnDays, value.ConnectedDays, value.Vain);
        Write(writer, "own"u8, [value.OwnSuccesses, own.Count, own.Last, own.Recent]);
        Write(writer, "met"u8, [met.Count, met.Last, met.Recent]);
        if (vain != default)
            Write(writer, "vain"u8, [vain.Days, vain.Span, vain.Last, vain.Pending]);
        if (value.Unanswered > 0)
            Write(writer, "introduced"u8, [value.Unanswered]);
        if (value.IsBlocked)
            writer.WriteBoolean("blocked", true);
        if (value.IsClaim)
            writer.WriteBoolean("claim", true);
        if (value.IntroducedBy is { } introducer)
            writer.WriteString("by", introducer);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<long> numbers)
    {
        writer.WriteStartArray(name);
        foreach (var number in numbers)
            writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }

    /// <summary>Reads a list of exactly so many integers; what is none leaves zeros.</summary>
    private static bool Numbers(ref Utf8JsonReader reader, scoped Span<long> numbers)
    {
        if (reader.TokenType == JsonTokenType.StartArray && AreRead(ref reader, numbers))
            return true;
        numbers.Clear();
        return false;
    }

    private static bool AreRead(ref Utf8JsonReader reader, scoped Span<long> numbers)
    {
        var (count, areNumbers) = (0, true);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            areNumbers &= count < numbers.Length && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out numbers[count]);
            reader.TrySkip();
            count++;
        }

        return areNumbers && count == numbers.Length;
    }

    private static ushort Short(long number) => (ushort)Math.Clamp(number, 0, ushort.MaxValue);
}
