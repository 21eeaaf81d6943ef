using System.Text;

namespace PeerPersistence.Tests.Transfer;

/// <summary>What somebody sends must neither fill the memory nor stand in the way of secrets.</summary>
public sealed class ImportLimitsTests : IAsyncDisposable
{
    private const int Megabyte = 1024 * 1024;

    private readonly Setup _setup = new();

    public ValueTask DisposeAsync() => _setup.DisposeAsync();

    [Theory, Trait("Large", "")]
    [InlineData("""{"peers":[{"peerId":"a","cachedCandidates":[""", "{}", "]}]}")]
    [InlineData("""{"peers":[{"peerId":"a","iceServers":[""", "{}", "]}]}")]
    [InlineData("""{"peers":[{"peerId":"a","metadata":[""", "[]", "]}]}")]
    [InlineData("""{"peers":[{"peerId":"a","x":[""", "1", "]}]}")]
    [InlineData("""{"peers":[""", "{}", "]}")]
    public void Parse_AMultitudeOfEmptyEntries_IsRefusedWithinFiveTimesItsSize(string start, string entry, string end)
    {
        var json = start + string.Join(',', Enumerable.Repeat(entry, 6 * Megabyte / (entry.Length + 1))) + end;
        var before = GC.GetAllocatedBytesForCurrentThread();

        FluentActions.Invoking(() => PeerExport.Parse(json)).Should().Throw<ImportFormatException>();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(5L * json.Length);
    }

    [Theory, Trait("Large", "")]
    [InlineData("[]", 200_000)]
    [InlineData("{}", 200_000)]
    [InlineData("1", 400_000)]
    public async Task StorePeer_AMultitudeThatCouldNotBeReadAgain_IsRefused(string item, int count)
    {
        var friend = _setup.Friend("a");
        await _setup.Service.StorePeerAsync(friend);
        var metadata = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, System.Text.Json.JsonElement>>(
            "{\"m\":[" + string.Join(',', Enumerable.Repeat(item, count)) + "]}")!;

        await FluentActions.Awaiting(() => _setup.Service.StorePeerAsync(friend with { Metadata = metadata })).Should().ThrowAsync<ArgumentException>();

        (await _setup.Service.GetPeerAsync("a")).Should().NotBeNull();
        (await _setup.Service.GetStorageStatsAsync()).DamagedRecords.Should().Be(0);
    }

    [Fact]
    public void Parse_ManyPeers_AreReadWhereTheyStand()
    {
        var export = PeerExport.Parse("""{"peers":[{"peerId":"a","displayName":"A"},7,{"peerId":"b","presence":"AA"},{"peerId":"a","displayName":"Á"}],"peers2":[]}""");

        export.Peers.Select(peer => peer.DisplayName).Should().Equal("A", PeerData.NoName, "Á");
        export.Unreadable.Should().ContainSingle().Which.Index.Should().Be(1);
        export.Peers[1].Should().Be(export.Peers[1]);
        (export with { Peers = [.. export.Peers.Take(1)] }).Peers.Should().ContainSingle();
        PeerExport.Parse(export.ToJson()).Peers.Should().Equal(export.Peers);
    }

    [Fact, Trait("Large", "")]
    public async Task Read_ADumpOfEmptyItems_IsRefusedWithinFiveTimesItsSize()
    {
        var json = "{" + string.Join(',', Enumerable.Range(0, Megabyte / 2).Select(i => $"\"{i:x}\":\"\"")) + "}";
        var before = GC.GetAllocatedBytesForCurrentThread();

        await FluentActions.Awaiting(() => LocalStorageImport.ReadAsync(json)).Should().ThrowAsync<ImportFormatException>();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(5L * json.Length);
    }

    [Fact, Trait("Large", "")]
    public async Task AnyReading_LargerThanAllowed_IsRefusedUnlessRaised()
    {
        var peers = """{"peers":[{"peerId":"a","publicKey":"k"}], "x":" """ + new string('y', 17 * Megabyte) + "\"}";
        var dump = """{"mesh:peer:a":"{\"peerId\":\"a\"}","x":" """ + new string('y', 17 * Megabyte) + "\"}";

        FluentActions.Invoking(() => PeerExport.Parse(peers)).Should().Throw<ImportFormatException>();
        await FluentActions.Awaiting(() => LocalStorageImport.ReadAsync(dump)).Should().ThrowAsync<ImportFormatException>();
        await FluentActions.Awaiting(() => _setup.Service.ImportFromAsync(Stream(peers))).Should().ThrowAsync<ImportFormatException>();

        PeerExport.Parse(peers, 20 * Megabyte).Peers.Should().HaveCount(1);
        (await LocalStorageImport.ReadAsync(dump, maxSize: 20 * Megabyte)).Peers.Should().HaveCount(1);
        (await _setup.Service.ImportFromAsync(Stream(peers), new() { MaxSize = 20 * Megabyte })).Imported.Should().Be(1);
        await FluentActions.Awaiting(() => _setup.Service.ImportFromAsync(Stream(peers), new() { MaxSize = -1 }))
            .Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    [Fact]
    public async Task Import_ADumpWithAMadeUpEnvelope_BlocksNoSecretAndKeepsNoKey()
    {
        await using var other = new Setup();
        await other.Service.StorePeerAsync(other.Friend("x") with { SharedSecret = "theirs" });
        foreach (var (peerId, envelope) in new[] { ("x", await other.EnvelopeTextAsync("x")), ("y", "pp1.AAAA"), ("z", "pp2.AAAA") })
        {
            var dump = $$"""{"mesh:peer:{{peerId}}":"{\"peerId\":\"{{peerId}}\",\"encryptedSecret\":\"{{envelope}}\"}"}""";
            await _setup.Service.ImportDataAsync(await LocalStorageImport.ReadAsync(dump));
        }

        await _setup.Service.StorePeerAsync(_setup.Friend("mine") with { SharedSecret = "s3cret" });
        await _setup.Service.RotateKeysAsync();

        (await _setup.Service.GetPeerAsync("mine"))!.SharedSecret.Should().Be("s3cret");
        (await _setup.Service.GetKeyUsageAsync()).Select(key => key.State).Should().Equal(KeyState.Destroyed, KeyState.Active);
        (await _setup.EnvelopeTextAsync("x")).Should().StartWith("foreign:pp1.", "it is carried along");
        (await _setup.Service.GetPeerAsync("x"))!.Should().Match<PeerData>(peer => peer.SecretStatus == SecretStatus.Damaged && !peer.IsFriend);
    }

    /// <summary>Sealed, it would take many times its size.</summary>
    [Theory, Trait("Large", "")]
    [InlineData("\"sharedSecret\":\"#\"", PeerLimits.SecretBytes, true)]
    [InlineData("\"sharedSecret\":\"#\"", PeerLimits.SecretBytes + 1, false)]
    [InlineData("\"sharedSecret\":\"é\",\"iceServers\":[{\"urls\":\"turn:a\",\"credential\":\"#\"}]", PeerLimits.SecretBytes - 2, true)]
    [InlineData("\"sharedSecret\":\"é\",\"iceServers\":[{\"urls\":\"turn:a\",\"credential\":\"#\"}]", PeerLimits.SecretBytes - 1, false)]
    public async Task Import_SecretsLargerThanThoseThatAreGiven_AreAFailureThatCostsNoOther(string field, int length, bool isTaken)
    {
        var json = $$"""{"peers":[{"peerId":"a",{{field.Replace("#", new string('x', length), StringComparison.Ordinal)}}},{"peerId":"b"}]}""";

        var result = await _setup.Service.ImportDataAsync(PeerExport.Parse(json));

        result.Imported.Should().Be(isTaken ? 2 : 1);
        result.Failures.Select(failure => failure.PeerId).Should().Equal(isTaken ? [] : ["a"]);
        ((await _setup.Service.GetPeerAsync("a"))?.SecretStatus).Should().Be(isTaken ? SecretStatus.Available : null);
    }

    [Theory]
    [InlineData("pp1.AAAA")]
    [InlineData("pp1.%%%")]
    [InlineData("pp7.AAAA")]
    public async Task Record_WithAMadeUpEnvelope_BlocksNoSecretOfAFreshStore(string envelope)
    {
        await _setup.Service.StorePeerAsync(_setup.Friend("a"));
        await _setup.PutEnvelopeAsync("a", envelope);
        await using var later = _setup.Another();

        await later.StorePeerAsync(_setup.Friend("b") with { SharedSecret = "s3cret" });

        (await later.GetPeerAsync("b"))!.SharedSecret.Should().Be("s3cret");
    }

    [Fact]
    public async Task Maintain_UnknownMemberOfTheMetadataWithHalfACharacter_CleansUp()
    {
        await _setup.Service.StorePeerAsync(_setup.Friend("a"));
        await _setup.Store.SetTextAsync("mesh:peers:metadata", """{"lastCleanup":1,"x":"\ud83d","y":{"\udc00":1}}""");

        await _setup.Service.MaintainAsync();
        await _setup.Service.MaintainAsync();

        (await _setup.Store.TextAsync("mesh:peers:metadata")).Should().Contain("\"x\":");
    }

    [Fact]
    public async Task Open_ABadRingThatWasPutRightSince_IsReadAgain()
    {
        await _setup.Service.StorePeerAsync(_setup.Friend("a") with { SharedSecret = "s3cret" });
        var good = (await _setup.Store.TextAsync("mesh:encryption:key"))!;
        await using var other = new Setup(keys: Protection.TestProviders.Fixed(9));
        await other.Service.StorePeerAsync(other.Friend("a") with { SharedSecret = "theirs" });
        await _setup.Store.SetTextAsync("mesh:encryption:key", (await other.Store.TextAsync("mesh:encryption:key"))!);
        await using var later = _setup.Another();
        (await later.GetPeerAsync("a"))!.SecretStatus.Should().Be(SecretStatus.KeyUnavailable);

        await _setup.Store.SetTextAsync("mesh:encryption:key", good);

        (await later.GetPeerAsync("a"))!.SharedSecret.Should().Be("s3cret");
        await later.StorePeerAsync(_setup.Friend("b") with { SharedSecret = "more" });
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
