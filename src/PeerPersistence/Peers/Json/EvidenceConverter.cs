using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerPersistence;

/// <summary>Evidence as lists of numbers, the shortest form; what is no evidence is read as none, and so as an earlier version's.</summary>
internal sealed class EvidenceConverter : JsonConverter<PeerEvidence?>
{
    public override PeerEvidence? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var json = JsonElement.ParseValue(ref reader);
        if (json.ValueKind != JsonValueKind.Object || Numbers(json, "own", 4) is not { } own || Numbers(json, "met", 3) is not { } met)
            return null;
        var vain = Numbers(json, "vain", 4) ?? new long[4];
        var introductions = Numbers(json, "introduced", 1) ?? new long[1];
        return new()
        {
            OwnSuccesses = (int)Math.Clamp(own[0], 0, int.MaxValue),
            OwnDays = new(Short(own[1]), Short(own[2]), unchecked((uint)own[3])),
            ConnectedDays = new(Short(met[0]), Short(met[1]), unchecked((uint)met[2])),
            Vain = new(Short(vain[0]), Short(vain[1]), Short(vain[2]), Short(vain[3])),
            IsBlocked = Is(json, "blocked"),
            IsClaim = Is(json, "claim"),
            IntroducedBy = json.TryGetProperty("by", out var by) && by.ValueKind == JsonValueKind.String ? by.GetString() : null,
            Unanswered = Short(introductions[0]),
            Foretold = [.. (Numbers(json, "foretold", TryTally.Numbers) ?? []).Select(Short)],
        };
    }

    public override void Write(Utf8JsonWriter writer, PeerEvidence? value, JsonSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        var (own, met, vain) = (value.OwnDays, value.ConnectedDays, value.Vain);
        Write(writer, "own", value.OwnSuccesses, own.Count, own.Last, own.Recent);
        Write(writer, "met", met.Count, met.Last, met.Recent);
        if (vain != default)
            Write(writer, "vain", vain.Days, vain.Span, vain.Last, vain.Pending);
        if (value.Unanswered > 0)
            Write(writer, "introduced", value.Unanswered);
        if (value.Foretold.Count > 0)
            Write(writer, "foretold", [.. value.Foretold.Select(number => (long)number)]);
        if (value.IsBlocked)
            writer.WriteBoolean("blocked", true);
        if (value.IsClaim)
            writer.WriteBoolean("claim", true);
        if (value.IntroducedBy is { } introducer)
            writer.WriteString("by", introducer);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, params long[] numbers)
    {
        writer.WriteStartArray(name);
        foreach (var number in numbers)
            writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }

    private static long[]? Numbers(JsonElement json, string name, int count)
    {
        if (!json.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() != count)
            return null;
        var numbers = new long[count];
        for (var i = 0; i < count; i++)
        {
            if (list[i].ValueKind != JsonValueKind.Number || !list[i].TryGetInt64(out numbers[i]))
                return null;
        }

        return numbers;
    }

    private static ushort Short(long number) => (ushort)Math.Clamp(number, 0, ushort.MaxValue);

    private static bool Is(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
