using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PeerPersistence.Tests.Peers.Json;

/// <summary>Records are read and written by hand, as the serializer would: the same documents, the same bytes, the same refusals.</summary>
public sealed class PeerDocumentTests
{
    /// <summary>Values of every kind, to be put where another is.</summary>
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1", "3.0", "1e3", "2.5", "1e300", "1e999", "9007199254740993", "9223372036854775808", "\"\"", "\"0\"", "\"host\"",
        "-0", "007", "0.25", "0.", "0.5e-1", "00.5", "0.30000000000000004", "-0.5", "0.1 ", "12 ", "\"{\\\"kty\\\":\\\"EC\\\"}\"", "\"a\\/\\b\\f\\n\\r\\t\\\\\"", "\"\\x\"", "{\"a\":\"b c\",\"a\":[1,{}]}", "nul", "\"\u007f\"",
        "\"a\\u0062c\"", "\"\\ud83d\\ude00\"", "\"ä€\"", "[]", "[null]", "[1,2,3]", "[1,2,3,4]", "[1,2,3,4,5]", "[\"stun:x\",\"stun:y\"]", "[[]]", "{}",
        "[{}]", "{\"a\":1}", "[{\"urls\":\"stun:x\",\"more\":[1,{\"b\":null}]},null]", "{\"own\":[1,2,3,4],\"met\":[1,2,3]}",
        "{\"own\":[1,2,3,4],\"met\":[1,2,3],\"vain\":[1,[2],3,4],\"introduced\":{},\"blocked\":true,\"by\":\"x\",\"by\":5}",
    ];

    private static readonly string[] Names = [.. FieldsOf(typeof(SerializedPeer)).Concat(
        FieldsOf(typeof(SerializedServer))).Concat(FieldsOf(typeof(SerializedCandidate))).Concat(FieldsOf(typeof(SerializedQuality))),
        "own", "met", "vain", "introduced", "foretold", "blocked", "claim", "by", "url", "setAside", "other", "PEERID"];

    private static readonly DateTimeOffset s_now = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly PropertyInfo[] SummaryProperties = typeof(PeerSummary).GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Read_GeneratedRecords_IsWhatTheSerializerReads(int seed) => ReadAndWrite(seed, 500);

    [Fact]
    [Trait("Load", "")]
    public void Read_ManyGeneratedRecords_IsWhatTheSerializerReads() => ReadAndWrite(seed: 1000, 50_000);

    [Fact]
    public void Read_RecordsOfTheOriginalAndOfReports_IsWhatTheSerializerReads()
    {
        var read = 0;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Data"), "*.json", SearchOption.AllDirectories))
        {
            foreach (var record in RecordsOf(JsonNode.Parse(File.ReadAllText(file).TrimStart('\uFEFF'))))
            {
                ShouldBeReadAndWrittenAlike(Encoding.UTF8.GetBytes(record));
                read++;
            }
        }

        read.Should().BeGreaterThan(40);
    }

    /// <summary>Which addresses a summary needs depends on what else is known.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Read_AnyAddressesForASummary_GiveTheNetworkOfTheWhole(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 300; i++)
        {
            List<string> fields = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => AddressField(random))];
            if (random.Next(4) == 0)
                fields.Add($"\"evidence\":{{\"own\":[0,0,0,0],\"met\":[0,0,0],\"by\":\"x\"}}");
            ShouldBeSummarisedAlike(Encoding.UTF8.GetBytes($"{{{string.Join(',', fields)}}}"));
        }
    }

    private static string AddressField(Random random)
    {
        string[] addresses = ["8.8.8.8", "8.8.8.8:4000", "9.9.9.9", "10.0.0.1", "2600::1", "none"];
        return random.Next(3) switch
        {
            0 => $"\"lastKnownIP\":{(random.Next(5) == 0 ? "null" : $"\"{Any(addresses)}\"")}",
            1 => $"\"iceServers\":[{{\"{Any("urls", "username", "credential", "encryptedCredential", "setAside")}\":\"pp1.x\"}},null]",
            _ => $"\"cachedCandidates\":[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Candidate()))}]",
        };

        string Candidate()
        {
            string[] fields =
            [
                $"\"candidate\":\"candidate:1 1 udp 1 {Any(addresses[2..])} 4000 typ {Any("host", "srflx")}\"", $"\"type\":\"{Any("host", "srflx", "relay")}\"",
                $"\"knownSince\":{random.Next(3)}", $"\"lastWorked\":{random.Next(3)}", "\"introducedBy\":\"x\"", "\"setAside\":1",
            ];
            return $"{{{string.Join(',', fields.Where((_, place) => random.Next(place == 0 ? 9 : 3) > (place == 0 ? 0 : 1)))}}}";
        }

        string Any(params string[] texts) => texts[random.Next(texts.Length)];
    }

    [Theory]
    [InlineData("x")]
    [InlineData("\"")]
    [InlineData("é")]
    [InlineData("🔑")]
    [InlineData("x🔑")]
    [InlineData("\uD83D")]
    [InlineData("\uDD11")]
    [InlineData("\u0001\\/<&'+\u2028")]
    [InlineData("x\"\n🔑é")]
    public void Write_LongTextsAnywhere_AreAsTheSerializerWritesThem(string part)
    {
        foreach (var length in new[] { 8191, 8192, 8193, 9216, 20_001 })
        {
            var text = string.Concat(Enumerable.Repeat(part, (length / part.Length) + 1));
            var name = part.Any(char.IsSurrogate) ? new string('"', length) : text;
            var json = part.Any(char.IsSurrogate) ? new string('\\', length) : text;
            var fields = new Dictionary<string, JsonElement>
            {
                [name] = JsonSerializer.SerializeToElement(json),
                ["deep"] = JsonSerializer.SerializeToElement(new object[] { 1, new Dictionary<string, object?> { [name] = new[] { json, "short" }, ["no"] = null } }),
            };
            var document = new SerializedPeer
            {
                PeerId = "a", UserId = text, DisplayName = text, EncryptedSecret = text, Metadata = fields, Unknown = fields,
                IceServers = [new() { Urls = [text], Credential = text }, new() { Urls = [text, "short"] }, new() { Urls = [] }, new()],
                CachedCandidates = [new() { Candidate = text, Unknown = fields }],
            };

            ShouldBeWrittenAlike(SerializedPeers.StoredOf(document));
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("\\\"")]
    [InlineData("x\\u0041é")]
    [InlineData("x\\ud83d\\ude00")]
    [InlineData("\\u0436\\ud83d\\ude00")]
    [InlineData("\\uD83D\\uDE00\\u0436x")]
    [InlineData("\\\\\\ud83d")]
    [InlineData("é🔑\\t")]
    [InlineData("\\x")]
    public void Read_LongTextsAnywhere_IsWhatTheSerializerReads(string part)
    {
        foreach (var length in new[] { 9000, 65_536, 70_001 })
        {
            var text = $"\"{string.Concat(Enumerable.Repeat(part, (length / part.Length) + 1))}\"";
            foreach (var field in new[] { "\"displayName\":#", "\"unknown\":#", "\"unknown\":[{\"a\":#}]", "#:1", "\"metadata\":{\"a\":#}", "\"presence\":#" })
                ShouldBeReadAndWrittenAlike(Encoding.UTF8.GetBytes($"{{\"peerId\":\"a\",{field.Replace("#", text, StringComparison.Ordinal)}}}"));
        }
    }

    private static void ReadAndWrite(int seed, int count)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var record = Encoding.UTF8.GetBytes(Spoil(Object(random, depth: 0), random));
            if (record.Length > 0 && random.Next(20) == 0)
                record[random.Next(record.Length)] = 0xE4; // An ä of Latin-1.
            ShouldBeReadAndWrittenAlike(record);
        }
    }

    private static void ShouldBeReadAndWrittenAlike(byte[] record)
    {
        ShouldBeSummarisedAlike(record);
        var (expected, refusal) = Try(() => PeerSerializer.Read(record));
        var (actual, ownRefusal) = Try(() => PeerDocumentReader.Document(record, "a"));
        if ((refusal is null) != (ownRefusal is null))
            throw new InvalidOperationException($"{Encoding.UTF8.GetString(record)}: {refusal}, and by hand: {ownRefusal}");
        if (expected is null)
            return;
        actual.PeerId.Should().Be(expected.PeerId);
        (expected.PeerId, actual.PeerId) = ("a", "a");
        var (serialized, stored) = (SerializedPeers.StoredOf(expected), PeerMapping.FromDocument(actual));
        Bytes(stored, actual.SecretLeftOut).Should().Be(Bytes(serialized, expected.SecretLeftOut), "of {0}", Encoding.UTF8.GetString(record));
        ShouldBeWrittenAlike(serialized);
        if (!IsNamedTwice(stored.Peer.Metadata))
            ShouldBeWrittenAlike(stored);
    }

    /// <summary>A peer is written as the serializer would write it.</summary>
    private static void ShouldBeWrittenAlike(StoredPeer stored) =>
        Written(() => PeerDocumentWriter.Write(stored, stored.Evidence, stored.Peer.SharedSecret)).Should().Be(Bytes(stored));

    /// <summary>Of metadata of one name the last counts. What is not looked at is written as it was read, with both.</summary>
    private static bool IsNamedTwice(IReadOnlyDictionary<string, JsonElement> metadata) => ((ValueMap<JsonElement>)metadata).Entries is UnreadMetadata unread
        && JsonDocument.Parse(unread.Utf8.ToArray()).RootElement.EnumerateObject().Count() > unread.Count;

    /// <summary>A summary is made of a part of the record; it must be what the whole would give.</summary>
    private static void ShouldBeSummarisedAlike(byte[] record)
    {
        const string PeerId = "a";
        var named = Encoding.UTF8.GetBytes("{\"peerId\":\"a\",").Concat(record.Skip(1)).ToArray();
        var whole = PeerJson.TryRead(named, PeerId, out var stored) ? Show(PeerSummaries.Of(stored)) : "damaged";
        var isRead = PeerJson.TryReadForSummary(named, PeerId, out stored);
        var part = isRead ? Show(PeerSummaries.Of(stored!)) : "damaged";
        if (part != whole)
            throw new InvalidOperationException($"{Encoding.UTF8.GetString(named)}: {whole}, and of a part {part}");
        if (!isRead || !PeerJson.TryRead(named, PeerId, out stored))
            return;
        ShouldBeShownAlike(stored, PeerJson.Read(named, PeerId, RecordUse.Show));
        ShouldBeForeseen(stored, PeerId);
        ShouldBeTouchedAlike(named, PeerId, isOurs: false);
        var ours = Array.Empty<byte>();
        if (Written(() => ours = PeerJson.Write(Seen(stored))) != "not to be written")
            ShouldBeTouchedAlike(ours, PeerId, isOurs: true);
    }

    /// <summary>A peer that is only shown is the same, but for what is remembered of its addresses.</summary>
    private static void ShouldBeShownAlike(StoredPeer stored, StoredPeer shown) =>
        Bytes(shown with { Addresses = stored.Addresses }).Should().Be(Bytes(stored));

    /// <summary>That a peer was heard from is put into its record, which then says what it would say if it were written anew.</summary>
    private static void ShouldBeTouchedAlike(byte[] record, string peerId, bool isOurs)
    {
        var touched = RecordTouch.TryApply(record, peerId, Seen);
        (touched is not null || !isOurs).Should().BeTrue("of {0}", Encoding.UTF8.GetString(record));
        if (touched is not var (peer, bytes))
            return;
        var rewritten = Seen(PeerJson.Read(record, peerId));
        Written(() => PeerJson.Write(PeerJson.Read(bytes, peerId))).Should().Be(Written(() => PeerJson.Write(rewritten)), "of {0}", Encoding.UTF8.GetString(record));
        Show(PeerSummaries.Of(peer)).Should().Be(Show(PeerSummaries.Of(rewritten)));
    }

    private static StoredPeer Seen(StoredPeer peer) => PeerEvents.Seen(peer, s_now);

    /// <summary>What a service wrote it takes in without reading it.</summary>
    private static void ShouldBeForeseen(StoredPeer written, string peerId)
    {
        var record = Array.Empty<byte>();
        if (Written(() => record = PeerJson.Write(written)) == "not to be written" || OwnChange.Of("k", record, written, peerId, s_now).Record is not { } foreseen)
            return;
        PeerJson.TryReadForSummary(record, peerId, out var stored).Should().BeTrue();
        Show(foreseen).Should().Be(Show(PeerSummaries.Of(PeerInstants.Normalized(stored!, s_now), peerId, Fingerprint.Of(record), foreseen.Characters)), "of {0}", Encoding.UTF8.GetString(record));
    }

    private static string Show(PeerSummary summary) => string.Join(' ', SummaryProperties.Select(property => $"{property.Name}={Show(property.GetValue(summary))}"));

    private static string? Show(object? value) => value is PresenceState state ? state.ToBase64() : value?.ToString();

    /// <summary>All that a record says, as the serializer writes it.</summary>
    private static string Bytes(StoredPeer stored, bool isSecretLeftOut = false) => Written(() =>
    {
        var document = SerializedPeers.Of(stored);
        (document.SharedSecret, document.SecretLeftOut) = (stored.Peer.SharedSecret, isSecretLeftOut);
        return PeerSerializer.Write(document);
    });

    /// <summary>What neither of the two writes: a number beyond all numbers, half a surrogate pair.</summary>
    private static string Written(Func<byte[]> write)
    {
        try
        {
            return Encoding.UTF8.GetString(write());
        }
        catch (Exception e) when (e is ArgumentException || PeerJson.IsDamage(e))
        {
            return "not to be written";
        }
    }

    private static (T?, Exception?) Try<T>(Func<T> read)
    {
        try
        {
            return (read(), null);
        }
        catch (Exception e) when (PeerJson.IsDamage(e))
        {
            return (default, e);
        }
    }

    private static string Object(Random random, int depth)
    {
        var fields = Enumerable.Range(0, random.Next(1, 8)).Select(_ => Field(random, depth));
        return $"{{{string.Join(random.Next(4) == 0 ? " ,\n" : ",", fields)}}}";
    }

    private static string Field(Random random, int depth)
    {
        var name = Names[random.Next(Names.Length)];
        var value = (name, random.Next(3)) switch
        {
            (_, 0) => Values[random.Next(Values.Length)],
            ("iceServers" or "cachedCandidates", _) when depth < 2 => $"[{string.Join(',', Enumerable.Range(0, random.Next(3)).Select(_ => Object(random, depth + 1)))}]",
            ("connectionQuality" or "metadata" or "evidence", _) when depth < 2 => Object(random, depth + 1),
            ("firstSeen" or "lastSeen" or "lastConnected" or "blacklistUntil" or "knownSince" or "lastWorked" or "lastMeasured", _) => $"{random.NextInt64(2_000_000_000_000)}",
            ("own" or "vain", _) => $"[{random.Next(9)},{random.Next(-1, 99999)},{random.Next(9)},{random.NextInt64()}]",
            ("foretold", _) => $"[{string.Join(',', Enumerable.Range(0, TryTally.Numbers).Select(_ => random.Next(-1, 99999)))}]",
            ("met", _) => $"[{random.Next(9)},{random.Next(9)},{random.Next(9)}]",
            ("secretRevision" or "credentialRevision" or "totalConnections" or "successfulConnections" or "reconnectionAttempts" or "sdpMLineIndex", _) => $"{random.Next(99)}",
            ("latency" or "avgUptime", _) => JsonSerializer.Serialize(random.NextDouble() * 100),
            ("successRate", _) => JsonSerializer.Serialize(Math.Round(random.NextDouble(), random.Next(1, 16))),
            ("isPinned" or "secretLeftOut" or "blocked" or "claim", _) => random.Next(2) == 0 ? "true" : "false",
            _ => JsonSerializer.Serialize($"text {random.Next(99)} <ü>\n\u2028"),
        };
        return $"{(random.Next(20) == 0 ? JsonEscaped(name) : $"\"{name}\"")}:{value}";
    }

    private static string JsonEscaped(string name) => $"\"\\u{(int)name[0]:x4}{name[1..]}\"";

    /// <summary>One in ten is no JSON any more.</summary>
    private static string Spoil(string json, Random random) => random.Next(30) switch
    {
        0 => json[..random.Next(json.Length)],
        1 => json + (random.Next(2) == 0 ? " \n" : "x"),
        2 => json.Insert(random.Next(json.Length), ",\"}{]["[random.Next(6)].ToString()),
        _ => json,
    };

    private static IEnumerable<string> FieldsOf(Type type) =>
        type.GetFields().Where(field => field.Name != "Unknown").Select(field => JsonNamingPolicy.CamelCase.ConvertName(
            field.Name == nameof(SerializedQuality.AverageUptime) ? "AvgUptime" : field.Name));

    private static IEnumerable<string> RecordsOf(JsonNode? json) => json switch
    {
        JsonObject record when record.ContainsKey("peerId") => [record.ToJsonString()],
        JsonObject all => all.SelectMany(entry => RecordsOf(entry.Value)),
        JsonArray items => items.SelectMany(RecordsOf),
        JsonValue text when text.TryGetValue<string>(out var inner) && inner.StartsWith("{\"peerId\"", StringComparison.Ordinal) => [inner],
        _ => [],
    };
}
