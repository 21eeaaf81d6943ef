using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PeerPersistence.Tests.Protection;

namespace PeerPersistence.Tests.Transfer;

/// <summary>A backup is sealed over what it says: another layout opens, another content does not.</summary>
public sealed class SealedContentTests
{
    private static readonly Dictionary<string, Func<string, string>> Layouts = new()
    {
        ["as written"] = json => json,
        ["git on Windows"] = json => json.ReplaceLineEndings("\r\n"),
        ["old Mac"] = json => json.ReplaceLineEndings("\r"),
        ["byte order mark"] = json => "\uFEFF" + json,
        ["last line end"] = json => json + "\n\n",
        ["tabs"] = json => json.Replace("  ", "\t", StringComparison.Ordinal),
        ["minified"] = json => JsonNode.Parse(json)!.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
        ["ASCII"] = json => JsonNode.Parse(json)!.ToJsonString(),
        ["sorted"] = json => Sorted(JsonNode.Parse(json)!)!.ToJsonString(),
        ["numbers"] = json => json.Replace("\"n\": 10", "\"n\": 1.0e+1", StringComparison.Ordinal).Replace("0.25", "25E-2", StringComparison.Ordinal)
            .Replace("\"exportDate\": 1700000000000", "\"exportDate\": 1.7e12", StringComparison.Ordinal),
        ["slashes"] = json => json.Replace("/", "\\/", StringComparison.Ordinal),
    };

    public static TheoryData<string> Layout => [.. Layouts.Keys];

    [Theory, MemberData(nameof(Layout))]
    public async Task Open_AnotherLayout_BringsTheSecrets(string layout)
    {
        var json = Layouts[layout](await SealedAsync());

        var opened = await OpenAsync(json);

        opened.Select(peer => peer.SharedSecret).Should().Equal("s3cret", null, "third");
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json));
        (await PeerExportStream.ReadAsync(stream, int.MaxValue, default)).Peers.Should().HaveCount(3);
    }

    [Theory]
    [InlineData("sealed-lf.json")]
    [InlineData("sealed-crlf.json")]
    public async Task Open_BackupOfAnEarlierVersion_WithAnyLineEnds(string name)
    {
        var json = Reports.Read(name);
        foreach (var layout in new[] { "as written", "git on Windows", "byte order mark", "minified", "ASCII", "tabs" })
        {
            var opened = await OpenedBackups.OpenAsync(PeerExport.Parse(Layouts[layout](json)), new PassphraseProvider(() => "pass"));
            opened.Select(peer => peer.SharedSecret is null).Should().Equal([false, false], layout);
        }
    }

    [Fact]
    public async Task Open_BackupOfAnEarlierVersionWhoseNamesAreMerged_IsRefused()
    {
        // Joined without lengths this gives the very same text.
        var json = JsonNode.Parse(Reports.Read("sealed-lf.json"))!.AsObject();
        var merged = Reports.Read("sealed-lf.json").Replace(
            "\"version\": \"1.0.0\",\n  \"exportDate\": 1795904512680", "\"version:\\\"1.0.0\\\"\\nexportDate\": 1795904512680", StringComparison.Ordinal);
        JsonNode.Parse(merged)!.AsObject().Count.Should().Be(json.Count - 1);

        await RefusedAsync(() => OpenedBackups.OpenAsync(PeerExport.Parse(merged), new PassphraseProvider(() => "pass")));
    }

    [Fact]
    public async Task Open_AnyRealChange_IsRefused()
    {
        var json = await SealedAsync();
        List<string> changed = [];
        foreach (var path in Leaves(JsonNode.Parse(json)!, []).Where(path => (string)path[0] != "protection"))
        {
            changed.Add(Change(json, path, (owner, key) => Set(owner, key, "other")));
            changed.Add(Change(json, path, Remove));
        }

        changed.Add(Change(json, ["peers"], (owner, key) => owner["extra"] = 1));
        changed.Add(Change(json, ["peers", 0], (owner, _) => owner.AsArray().Add(owner[0]!.DeepClone())));
        changed.Add(Change(json, ["peers", 0], (owner, _) => { var first = owner[0]; owner.AsArray().RemoveAt(0); owner.AsArray().Add(first); }));
        changed.Add(json.Replace("\"n\": 10", "\"n\": 11", StringComparison.Ordinal));
        changed.Add(json.Replace("9007199254740993", "9007199254740992", StringComparison.Ordinal));
        changed.Add(json.Replace("\"displayName\": \"Ä é", "\"displayName\": \"x\", \"displayName\": \"Ä é", StringComparison.Ordinal));
        changed.Add(json.Replace("\"ps2.", "\"", StringComparison.Ordinal));
        changed.Should().HaveCountGreaterThan(100).And.NotContain(json);

        foreach (var other in changed)
            await RefusedAsync(() => OpenAsync(other), other);
    }

    [Fact]
    public async Task Open_CutAfterAnyRecord_IsRefused()
    {
        var json = await SealedAsync();
        for (var kept = 0; kept < 3; kept++)
        {
            var cut = JsonNode.Parse(json)!;
            while (cut["peers"]!.AsArray().Count > kept)
                cut["peers"]!.AsArray().RemoveAt(kept);
            await RefusedAsync(() => OpenAsync(cut.ToJsonString()));
            cut.AsObject().Remove("protection");
            await RefusedAsync(() => OpenAsync(cut.ToJsonString()));
        }
    }

    [Theory]
    [InlineData("{\"a\":1,\"b\":[true,null,\"x\"]}", "{ \"b\" : [ true , null , \"\\u0078\" ] , \"a\" : 10e-1 }", true)]
    [InlineData("{\"a\":0}", "{\"a\":-0.0e5}", true)]
    [InlineData("{\"a\":100}", "{\"a\":1E+2}", true)]
    [InlineData("{\"a\":0.001}", "{\"a\":1e-3}", true)]
    [InlineData("{\"a\":1e5}", "{\"a\":1e6}", false)]
    [InlineData("{\"a\":-1}", "{\"a\":1}", false)]
    [InlineData("{\"a\":1}", "{\"a\":\"1\"}", false)]
    [InlineData("{\"a\":[1,2]}", "{\"a\":[12]}", false)]
    [InlineData("{\"a\":[[],1]}", "{\"a\":[[1]]}", false)]
    [InlineData("{\"a\":null}", "{}", false)]
    [InlineData("{\"a\":{}}", "{\"a\":[]}", false)]
    [InlineData("{\"a\":1,\"a\":2}", "{\"a\":2,\"a\":1}", false)]
    [InlineData("{\"ab\":\"c\"}", "{\"a\":\"bc\"}", false)]
    [InlineData("{\"a\":1e99999999999999999999}", "{\"a\":1e99999999999999999998}", false)]
    [InlineData("{\"a\":\"é\"}", "{\"a\":\"e\u0301\"}", false)]
    [InlineData("{\"\uE000\":1,\"🔑\":2,\"a\":3,\"ab\":4}", "{\"ab\":4,\"a\":3,\"\\ud83d\\udd11\":2,\"\\ue000\":1}", true)]
    [InlineData("{\"b\":1,\"a\":{\"y\":[],\"x\":0.10}}", "{ \"a\" : { \"x\" : 1e-1 , \"y\" : [ ] } , \"b\" : 1 }", true)]
    public void CanonicalJson_IsTheSame_ExactlyWhereTheContentIs(string one, string other, bool same) =>
        Canonical(one).SequenceEqual(Canonical(other)).Should().Be(same);

    [Fact]
    public async Task Open_TextThatIsNoUtf8_IsRefused()
    {
        var json = System.Text.Encoding.UTF8.GetBytes(await SealedAsync());
        var at = json.AsSpan().IndexOf("third"u8) is >= 0 and var found ? found : json.AsSpan().IndexOf("stun:s"u8);
        json[at] = 0xFF;

        var export = await PeerExportStream.ReadAsync(new MemoryStream(json), int.MaxValue, default);

        await FluentActions.Awaiting(() => OpenedBackups.OpenAsync(export, TestProviders.Quick("pass"))).Should().ThrowAsync<ImportFormatException>();
    }

    [Theory]
    [InlineData("""{"a":[],"b":{},"c":[1,-2.50e+3,{"x":null}],"d":"é\u0000\/<&'+🔑\"\\","\u0061":true}""")]
    [InlineData("""[[[]],[{}],[{"a":[1]}],"",{"":""}]""")]
    public void IndentedJson_AnyValue_IsAsTheWriterIndents(string json)
    {
        using var document = JsonDocument.Parse(json);
        using var expected = new MemoryStream();
        using (var writer = new Utf8JsonWriter(expected, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true }))
            document.RootElement.WriteTo(writer);
        using var actual = new MemoryStream();
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(json));
        reader.Read();

        new IndentedJson(actual.Write, System.Text.Encoding.UTF8.GetBytes(Environment.NewLine)).Write(ref reader, depth: 0);

        System.Text.Encoding.UTF8.GetString(actual.ToArray()).Should().Be(System.Text.Encoding.UTF8.GetString(expected.ToArray()));
    }

    private static byte[] Canonical(string json) =>
        CanonicalJson.HashOfObject(System.Text.Encoding.UTF8.GetBytes(json), without: "protection", maxDepth: 64);

    private static async Task<string> SealedAsync()
    {
        var metadata = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>("""{"n":10,"share":0.25,"big":9007199254740993,"url":"https://a/b","deep":{"z":[1,{"y":null}],"a":false}}""")!;
        var export = new PeerExport
        {
            ExportDate = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000),
            Peers =
            [
                new() { PeerId = "a", DisplayName = "Ä é 🔑 \uFFFF", SharedSecret = "s3cret", LastKnownIP = "203.0.113.7", Metadata = metadata },
                new() { PeerId = "b" },
                new() { PeerId = "c", SharedSecret = "third", IceServers = [new("stun:s")], CachedCandidates = [new("c")] },
            ],
            LeftOut = ["lost"],
        };
        return (await Backup.SealAsync(export, TestProviders.Quick("pass"), default)).ToJson();
    }

    private static Task<IReadOnlyList<PeerData>> OpenAsync(string json) => OpenedBackups.OpenAsync(PeerExport.Parse(json), TestProviders.Quick("pass"));

    private static async Task RefusedAsync(Func<Task> open, string? json = null) =>
        (await open.Should().ThrowAsync<PeerPersistenceException>("of {0}", json)).Which.Should().Match(e => e is SecretUnavailableException || e is ImportFormatException);

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(json.OrderByDescending(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, Sorted(entry.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static IEnumerable<List<object>> Leaves(JsonNode? node, List<object> path) => node switch
    {
        JsonObject { Count: > 0 } json => json.SelectMany(entry => Leaves(entry.Value, [.. path, entry.Key])),
        JsonArray { Count: > 0 } list => list.SelectMany((item, i) => Leaves(item, [.. path, i])),
        _ => [path],
    };

    private static string Change(string json, List<object> path, Action<JsonNode, object> change)
    {
        var root = JsonNode.Parse(json)!;
        var owner = path.Take(path.Count - 1).Aggregate(root, (node, step) => step is int index ? node[index]! : node[(string)step]!);
        change(owner, path[^1]);
        return root.ToJsonString();
    }

    private static void Set(JsonNode owner, object key, JsonNode value)
    {
        if (key is int index)
            owner[index] = value;
        else
            owner[(string)key] = value;
    }

    private static void Remove(JsonNode owner, object key)
    {
        if (key is int index)
            owner.AsArray().RemoveAt(index);
        else
            owner.AsObject().Remove((string)key);
    }
}
