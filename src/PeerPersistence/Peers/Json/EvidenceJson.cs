namespace PeerPersistence;

/// <summary>Evidence as lists of numbers, the shortest form; what is no evidence is read as none, and so as an earlier version's.</summary>
internal static class EvidenceJson
{
    private static readonly FieldNames s_names = new("own", "met", "vain", "introduced", "foretold", "blocked", "claim", "by");

    public static PeerEvidence? Read(ref JsonCursor json)
    {
        if (!json.IsAt('{'))
        {
            json.Skip();
            return null;
        }

        return Read(ref json, stackalloc long[12 + TryTally.Numbers]);
    }

    // A method of its own: the runtime compiles none quickly that has both a loop and such room.
    private static PeerEvidence? Read(ref JsonCursor json, scoped Span<long> room)
    {
        json.BeginObject();
        Span<long> own = room[..4], met = room[4..7], vain = room[7..11], introductions = room[11..12], foretold = room[12..];
        var (hasOwn, hasMet, hasForetold, isBlocked, isClaim, introducer, place) = (false, false, false, false, false, (string?)null, 0);
        while (json.NextField(s_names, ref place) is { } name)
        {
            switch (name)
            {
                case "own": hasOwn = Numbers(ref json, own); break;
                case "met": hasMet = Numbers(ref json, met); break;
                case "vain": Numbers(ref json, vain); break;
                case "introduced": Numbers(ref json, introductions); break;
                case "foretold": hasForetold = Numbers(ref json, foretold); break;
                case "blocked": isBlocked = IsTrue(ref json); break;
                case "claim": isClaim = IsTrue(ref json); break;
                case "by": introducer = TextOrNone(ref json); break;
                default: json.Skip(); break;
            }
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
            Foretold = hasForetold ? [.. foretold.ToArray().Select(Short)] : [],
        };
    }

    public static void Write(RecordWriter writer, PeerEvidence value)
    {
        writer.BeginObject();
        var (own, met, vain) = (value.OwnDays, value.ConnectedDays, value.Vain);
        Write(writer, "own"u8, [value.OwnSuccesses, own.Count, own.Last, own.Recent]);
        Write(writer, "met"u8, [met.Count, met.Last, met.Recent]);
        if (vain != default)
            Write(writer, "vain"u8, [vain.Days, vain.Span, vain.Last, vain.Pending]);
        if (value.Unanswered > 0)
            Write(writer, "introduced"u8, [value.Unanswered]);
        if (value.Foretold.Count > 0)
            Write(writer, "foretold"u8, [.. value.Foretold.Select(number => (long)number)]);
        if (value.IsBlocked)
            writer.WriteBoolean("blocked"u8, true);
        if (value.IsClaim)
            writer.WriteBoolean("claim"u8, true);
        if (value.IntroducedBy is { } introducer)
            writer.WriteString("by"u8, introducer);
        writer.EndObject();
    }

    private static void Write(RecordWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<long> numbers)
    {
        writer.BeginArray(name);
        foreach (var number in numbers)
            writer.WriteNumber(number);
        writer.EndArray();
    }

    /// <summary>Reads a list of exactly so many integers; what is none leaves zeros.</summary>
    private static bool Numbers(ref JsonCursor json, scoped Span<long> numbers)
    {
        var isList = json.IsAt('[');
        if (!isList)
            json.Skip();
        if (isList && AreRead(ref json, numbers))
            return true;
        numbers.Clear();
        return false;
    }

    private static bool AreRead(ref JsonCursor json, scoped Span<long> numbers)
    {
        var (count, areNumbers) = (0, true);
        json.BeginArray();
        while (json.NextItem())
        {
            var isNumber = json.TryInt64(out var number);
            if (!isNumber)
                json.Skip();
            if (areNumbers &= isNumber && count < numbers.Length)
                numbers[count++] = number;
        }

        return areNumbers && count == numbers.Length;
    }

    private static bool IsTrue(ref JsonCursor json)
    {
        if (json.IsAt('t'))
            return json.Boolean();
        json.Skip();
        return false;
    }

    private static string? TextOrNone(ref JsonCursor json)
    {
        if (json.IsAt('"'))
            return json.Text();
        json.Skip();
        return null;
    }

    private static ushort Short(long number) => (ushort)Math.Clamp(number, 0, ushort.MaxValue);
}
