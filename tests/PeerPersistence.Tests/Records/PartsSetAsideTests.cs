using System.Text;
using System.Text.Json;
using PeerPersistence.Tests.FinePrint;

namespace PeerPersistence.Tests.Records;

/// <summary>What cannot be read costs that part, in whatever shape and on whatever way it comes.</summary>
public sealed class PartsSetAsideTests
{
    private const string Key = "mesh:peer:p";

    /// <summary>One field, another type; whether it is understood all the same, and if not, where it is kept.</summary>
    public static TheoryData<string> Odd => new(
        "\"userId\":{\"a\":1}", "\"displayName\":[1]", "\"displayName\":true", "\"isPinned\":\"yes\"", "\"isPinned\":1", "\"lastKnownIP\":{}",
        "\"reconnectionAttempts\":2.5", "\"reconnectionAttempts\":\"many\"", "\"reconnectionAttempts\":1e300", "\"reconnectionAttempts\":[3]",
        "\"cachedCandidates\":7", "\"cachedCandidates\":\"none\"", "\"cachedCandidates\":[7,\"x\"]", "\"cachedCandidates\":[{\"candidate\":[]}]",
        "\"cachedCandidates\":[{\"candidate\":\"c\",\"sdpMid\":false}]", "\"cachedCandidates\":[{\"candidate\":\"c\",\"sdpMLineIndex\":0.5}]",
        "\"cachedCandidates\":[{\"candidate\":\"c\",\"type\":4,\"usernameFragment\":{}}]", "\"cachedCandidates\":[{\"candidate\":\"c\",\"knownSince\":\"may\"}]",
        "\"iceServers\":true", "\"iceServers\":[\"stun:a\"]", "\"iceServers\":[{\"urls\":{}}]", "\"iceServers\":[{\"urls\":[\"stun:a\",{}]}]",
        "\"iceServers\":[{\"urls\":\"stun:a\",\"username\":[],\"credential\":{\"macKey\":\"m\"}}]",
        "\"connectionQuality\":\"good\"", "\"connectionQuality\":[]", "\"connectionQuality\":{\"latency\":\"fast\"}", "\"connectionQuality\":{\"successRate\":[]}",
        "\"connectionQuality\":{\"connectionType\":3}", "\"connectionQuality\":{\"totalConnections\":\"x\",\"successfulConnections\":{},\"avgUptime\":true}",
        "\"connectionQuality\":{\"lastMeasured\":\"yesterday\"}", "\"metadata\":[]", "\"metadata\":\"m\"", "\"presence\":[1]", "\"dataVersion\":{}",
        "\"publicKey\":[1]", "\"secretLeftOut\":\"no\"", $"\"displayName\":[{Long}]", $"\"cachedCandidates\":[{Long},{Long}]",
        $"\"metadata\":{Long},\"other\":[{Long}],\"more\":{Long}");

    /// <summary>A text that goes piece by piece, on every way.</summary>
    private static string Long => JsonSerializer.Serialize(string.Concat(Enumerable.Repeat("x\"é🔑\\", 5000)));

    [Theory, MemberData(nameof(Odd))]
    public async Task Read_OneFieldOfAnotherType_SetsThatAsideAndKeepsTheFriend(string field)
    {
        await using var setup = new Setup();
        await StoreAsync(setup, field);

        var friend = (await setup.Service.GetPeerAsync("p"))!;
        var isKey = field.Contains("publicKey", StringComparison.Ordinal);
        (friend.PublicKey, friend.SharedSecret, friend.LastConnected is null).Should().Be((isKey ? null : "{}", "s3cret", false));
        setup.Logger.Entries.Should().ContainSingle(entry => entry.Text.Contains("set aside", StringComparison.Ordinal));

        // Every verb goes on, and what was set aside is still there afterwards.
        (await setup.Service.UpdateLastSeenAsync("p")).Should().BeTrue();
        await setup.Service.RecordConnectedAsync("p");
        await setup.Service.RecordFailedAttemptAsync("p");
        await setup.Service.ObserveMeshAsync(["p"]);
        (await setup.Service.UpdatePeerAsync("p", peer => peer with { LastKnownIP = "192.0.2.9" })).Should().BeTrue();
        await setup.Service.StorePeerAsync(new() { PeerId = "p" });
        var record = JsonDocument.Parse((await setup.Store.TextAsync(Key))!).RootElement;
        Texts(record).Should().NotBeEmpty("it is kept in the record");
        (await setup.Service.GetPeerAsync("p"))!.SharedSecret.Should().Be("s3cret");
        PeerJson.TryRead(Encoding.UTF8.GetBytes(record.GetRawText()), "p", out _).Should().BeTrue();
    }

    /// <summary>An OAuth credential is an object. Set aside as it is, it would lie in clear.</summary>
    [Theory]
    [InlineData("{\"macKey\":\"t0ken\"}")]
    [InlineData("[\"t0ken\"]")]
    [InlineData("\"t0ken\\ud800\"")]
    public async Task Credential_OfAnotherType_IsSealedAndInNoExport(string credential)
    {
        await using var setup = new Setup();
        await StoreAsync(setup, $"\"iceServers\":[{{\"urls\":\"turn:a\",\"username\":\"u\",\"credential\":{credential}}}]");

        (await setup.Service.GetPeerAsync("p"))!.IceServers.Single().Credential.Should().Contain("t0ken");
        (await setup.Store.TextAsync(Key)).Should().NotContain("t0ken");
        (await setup.Service.ExportDataAsync()).ToJson().Should().NotContain("t0ken");
    }

    [Theory]
    [InlineData("\"iceServers\":[[{\"urls\":\"turn:a\",\"credential\":\"t0ken\"}]]")]
    [InlineData("\"iceServers\":\"turn:user:t0ken@a\"")]
    [InlineData("\"iceServers\":[{\"urls\":\"turn:a\",\"setAside\":{\"credential\":\"t0ken\"}}]")] // by an earlier build
    public async Task Export_ServersThatCannotBeRead_LeavesThemOut(string field)
    {
        await using var setup = new Setup();
        await StoreAsync(setup, field);

        (await setup.Service.ExportDataAsync()).ToJson().Should().NotContain("t0ken").And.Contain("\"p\"");
        (await setup.Store.TextAsync(Key)).Should().Contain("t0ken", "it is kept in the record");
    }

    [Theory]
    [InlineData("\"reconnectionAttempts\":3.0", "3")]
    [InlineData("\"reconnectionAttempts\":1e1", "10")]
    [InlineData("\"reconnectionAttempts\":\"2\"", "2")]
    [InlineData("\"reconnectionAttempts\":\"2.0E0\"", "2")]
    [InlineData("\"displayName\":17", "17")]
    [InlineData("\"displayName\":1.50", "1.50")]
    [InlineData("\"userId\":99999999999999999999", "99999999999999999999")]
    [InlineData("\"iceServers\":{\"urls\":\"stun:a\"}", "stun:a")]
    [InlineData("\"iceServers\":[{\"url\":\"stun:a\"}]", "stun:a")]
    [InlineData("\"iceServers\":{\"url\":[\"stun:a\",\"stun:b\"]}", "stun:a stun:b")]
    [InlineData("\"iceServers\":[{\"urls\":[],\"url\":\"stun:a\"}]", "stun:a")]
    [InlineData("\"iceServers\":[{\"urls\":\"stun:a\",\"url\":\"stun:old\"}]", "stun:a")]
    [InlineData("\"iceServers\":[{\"urls\":\"stun:a\",\"credential\":12345}]", "stun:a")]
    [InlineData("\"cachedCandidates\":{\"candidate\":\"c\",\"sdpMLineIndex\":\"1\"}", "c/1")]
    [InlineData("\"cachedCandidates\":[{\"candidate\":\"c\",\"sdpMid\":0,\"sdpMLineIndex\":1.0}]", "c/1")]
    [InlineData("\"publicKey\":{\"kty\": \"EC\"}", "{\"kty\": \"EC\"}")]
    [InlineData("\"lastSeen\":\"1700000000000\"", "1700000000000")]
    [InlineData("\"isPinned\":null", "")]
    public async Task Read_AnotherSpelling_IsUnderstood(string field, string expected)
    {
        await using var setup = new Setup();
        await StoreAsync(setup, field);

        var p = (await setup.Service.GetPeerAsync("p"))!;

        string[] said =
        [
            $"{p.ReconnectionAttempts}", p.DisplayName, p.UserId, p.PublicKey ?? "", $"{p.LastSeen.ToUnixTimeMilliseconds()}", "",
            string.Join(' ', p.IceServers.SelectMany(server => server.Urls)), string.Join(' ', p.CachedCandidates.Select(c => $"{c.Candidate}/{c.SdpMLineIndex}")),
        ];
        said.Should().Contain(expected);
        setup.Logger.Entries.Should().NotContain(entry => entry.Text.Contains("set aside", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"lastSeen\":\"yesterday\"")]
    [InlineData("\"firstSeen\":{}")]
    [InlineData("\"lastConnected\":[]")]
    [InlineData("\"blacklistUntil\":true")]
    [InlineData("\"encryptedSecret\":{}")]
    [InlineData("\"secretRevision\":\"x\"")]
    [InlineData("\"peerId\":[]")]
    public async Task Read_AVitalField_IsDamage_AndStoringOverItRescuesTheRest(string field)
    {
        await using var setup = new Setup();
        await StoreAsync(setup, field, pinned: true);
        await FluentActions.Awaiting(() => setup.Service.GetPeerAsync("p")).Should().ThrowAsync<PeerDataCorruptedException>();

        await setup.Service.StorePeerAsync(new() { PeerId = "p" });

        var healed = (await setup.Service.GetPeerAsync("p"))!;
        (healed.PublicKey, healed.DisplayName, healed.IsPinned).Should().Be(("{}", "Friend", true));
        healed.SharedSecret.Should().Be(field.Contains("ecret", StringComparison.Ordinal) ? null : "s3cret");
        healed.FirstSeen.Should().BeOnOrBefore(setup.Now).And.BeAfter(DateTimeOffset.UnixEpoch);
    }

    [Theory]
    [InlineData("{\"k\":\"t0ken\"}")]
    [InlineData("[\"t0ken\"]")]
    [InlineData("\"t0ken?\"")]
    public async Task StoreOver_ASecretInClearThatCannotBeRead_IsInClearNowhere(string secret)
    {
        await using var setup = new Setup();
        await StoreAsync(setup, $"\"sharedSecret\":{secret}");
        var record = Encoding.Latin1.GetBytes((await setup.Store.TextAsync(Key))!.Replace('?', '\u00F3'));
        await setup.Store.CommitAsync(new KeyValueBatch().Set(Key, record));

        await setup.Service.StorePeerAsync(new() { PeerId = "p" });

        (await setup.Store.TextAsync(Key)).Should().NotContain("t0ken");
        (await setup.Service.ExportDataAsync()).ToJson().Should().NotContain("t0ken");
    }

    [Fact]
    public async Task Export_ASecretThatAnEarlierBuildSetAside_GivesItNotAway()
    {
        await using var setup = new Setup();
        await StoreAsync(setup, "\"setAside\":{\"sharedSecret\":\"{\\\"k\\\":\\\"t0ken\\\"}\",\"userId\":\"[7]\"}");

        (await setup.Service.ExportDataAsync()).ToJson().Should().NotContain("t0ken").And.Contain("[7]");
    }

    [Theory, OnEveryStore]
    public async Task StoreOver_ARecordCutAnywhere_RescuesWhatStandsBeforeTheCut(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeerAsync(scene.Friend("p") with { PublicKey = "{}", SharedSecret = "s3cret", DisplayName = "Friend" });
        var whole = (await scene.Store.TextAsync(Key))!;
        for (var length = 0; length < whole.Length; length += 7)
        {
            await scene.Store.SetTextAsync(Key, whole[..length]);

            var store = () => scene.Service.StorePeerAsync(new() { PeerId = "p", PublicKey = "{}" });

            await store.Should().NotThrowAsync();
            var healed = await scene.GetAsync("p");
            healed.PublicKey.Should().Be("{}");
            if (length > whole.IndexOf("\"lastKnownIP\"", StringComparison.Ordinal))
                healed.SharedSecret.Should().Be("s3cret", "it stands whole in {0}", whole[..length]);
        }

        // Another key than the one that is rescued is another key.
        await scene.Store.SetTextAsync(Key, whole[..^9]);
        var other = () => scene.Service.StorePeersAsync([new() { PeerId = "p", PublicKey = "{\"kty\":\"EC\"}" }]);
        await other.Should().ThrowAsync<PublicKeyChangedException>();
    }

    [Theory]
    [InlineData(10)]
    [InlineData(20_000)]
    [InlineData(500_000)]
    public async Task StoreOver_ALargeRecordThatWasCut_RescuesWhatStandsBeforeTheCut(int length)
    {
        await using var setup = new Setup();
        var avatar = JsonSerializer.SerializeToElement(new string('x', length));
        await setup.Service.StorePeerAsync(setup.Friend("p") with
        {
            PublicKey = "{}", SharedSecret = "s3cret", DisplayName = "Friend", Metadata = new Dictionary<string, JsonElement> { ["avatar"] = avatar },
        });
        await setup.Store.SetTextAsync(Key, (await setup.Store.TextAsync(Key))![..^9]);

        await setup.Service.StorePeerAsync(new() { PeerId = "p" });

        var healed = (await setup.Service.GetPeerAsync("p"))!;
        (healed.PublicKey, healed.SharedSecret, healed.DisplayName).Should().Be(("{}", "s3cret", "Friend"));
    }

    /// <summary>One bit that turns makes a letter a byte that begins no character.</summary>
    [Theory]
    [InlineData("displayName", "Fri?nd")]
    [InlineData("displayName", "Fri?nd, a long one: ", 20_000)]
    [InlineData("lastKnownIP", "192.0.2.?")]
    [InlineData("userId", "?")]
    public async Task Read_ATextThatIsNoUtf8_SetsThatAsideAndKeepsTheFriend(string field, string text, int more = 0)
    {
        await using var setup = new Setup();
        await StoreAsync(setup, $"\"{field}\":\"{text}{new string('x', more)}\"");
        var record = Encoding.Latin1.GetBytes((await setup.Store.TextAsync(Key))!.Replace('?', '\u00F3'));
        record.Should().Contain((byte)0xF3);
        await setup.Store.CommitAsync(new KeyValueBatch().Set(Key, record));
        (await setup.Service.GetPeerAsync("p"))!.PublicKey.Should().Be("{}", "it costs that part");

        await setup.Service.StorePeerAsync(new() { PeerId = "p" });

        var healed = (await setup.Service.GetPeerAsync("p"))!;
        (healed.PublicKey, healed.SharedSecret).Should().Be(("{}", "s3cret"));
        Texts(JsonDocument.Parse((await setup.Store.TextAsync(Key))!).RootElement).Should().ContainSingle().Which.Should().Contain("\\uFFFD");
    }

    [Fact]
    public async Task StoreOver_AnotherPeersRecord_TakesNothingOfIt()
    {
        await using var setup = new Setup();
        await setup.Service.StorePeersAsync([setup.Friend("p"), setup.Friend("q") with { PublicKey = "{}", SharedSecret = "q's" }]);
        await setup.Store.SetTextAsync(Key, (await setup.Store.TextAsync("mesh:peer:q"))!);

        await setup.Service.StorePeerAsync(new() { PeerId = "p" });

        (await setup.Service.GetPeerAsync("p")).Should().Match<PeerData>(peer => peer.PublicKey == null && peer.SecretStatus == SecretStatus.None);
    }

    [Fact]
    public async Task Import_OverADamagedRecord_FillsInWhatCannotBeRead()
    {
        foreach (var passphrase in new[] { "open", null })
        {
            await using var setup = new Setup();
            await setup.Service.StorePeersAsync(
                [setup.Friend("p") with { PublicKey = "{}", SharedSecret = "s3cret", DisplayName = "Friend", LastKnownIP = "192.0.2.1", IsPinned = true }, setup.Friend("q")]);
            var backup = await setup.Service.ExportDataAsync(new() { Passphrase = passphrase });
            var record = (await setup.Store.TextAsync(Key))!;
            await setup.Store.SetTextAsync(Key, record[..record.IndexOf("\"lastKnownIP\"", StringComparison.Ordinal)]);

            (await setup.Service.ImportDataAsync(backup, new() { Passphrase = passphrase })).Imported.Should().BePositive();

            var healed = (await setup.Service.GetPeerAsync("p"))!;
            (healed.PublicKey, healed.SharedSecret, healed.DisplayName, healed.LastKnownIP).Should().Be(("{}", "s3cret", "Friend", "192.0.2.1"));
            healed.IsPinned.Should().Be(passphrase is not null, "who has no passphrase pins nobody");
        }
    }

    [Theory]
    [InlineData("odd-credential-oauth.json")]
    [InlineData("odd-ice-servers-one-object.json")]
    [InlineData("odd-mline-index-string.json")]
    [InlineData("odd-number-with-point.json")]
    [InlineData("lost-url-deprecated.json")]
    [InlineData("beyond-37-ice-servers.json")]
    [InlineData("beyond-mline-index-minus-one.json")]
    [InlineData("candidates-without-type.json")]
    [InlineData("end-of-candidates.json")]
    public async Task Report_InTheStoreOrInAnExport_IsTheFriend(string name)
    {
        await using var setup = new Setup();
        await using var other = new Setup();
        await setup.Store.SetTextAsync(Key, Reports.Read(name));

        var friend = (await setup.Service.GetPeerAsync("p"))!;
        friend.DisplayName.Should().Be("friend");
        friend.IceServers.All(server => server.Urls.Count == 1).Should().BeTrue();
        (await setup.Service.UpdatePeerAsync("p", peer => peer with { DisplayName = "F" })).Should().BeTrue();
        var export = PeerExport.Parse((await setup.Service.ExportDataAsync()).ToJson());
        (await other.Service.ImportDataAsync(export)).Should().BeEquivalentTo(new ImportResult { Imported = 1 });
        (await other.Service.ImportDataAsync(PeerExport.Parse($$"""{"peers":[{{Reports.Read(name)}}]}"""))).Failures.Should().BeEmpty();
        (await other.Service.GetPeerAsync("p"))!.IceServers.Should().BeEquivalentTo(
            friend.IceServers.Select(server => server with { Credential = null }), "a plain export holds no credential");
    }

    private static async Task StoreAsync(Setup setup, string field, bool pinned = false)
    {
        await using var before = setup.Another();
        await before.StorePeerAsync(setup.Friend("p") with { PublicKey = "{}", SharedSecret = "s3cret", DisplayName = "Friend", IsPinned = pinned });
        var fields = JsonDocument.Parse((await setup.Store.TextAsync(Key))!).RootElement.EnumerateObject()
            .Where(property => property.Name != field.Split('"')[1]).Select(property => $"\"{property.Name}\":{property.Value.GetRawText()}");
        await setup.Store.SetTextAsync(Key, $"{{{string.Join(',', fields.Append(field))}}}");
    }

    /// <summary>What was set aside anywhere in a record.</summary>
    private static IEnumerable<string> Texts(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(property =>
            property.Name == "setAside" ? property.Value.EnumerateObject().Select(aside => aside.Value.GetString()!) : Texts(property.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Texts),
        _ => [],
    };
}
