using System.Reflection;
using System.Text.Json;

namespace PeerPersistence.Tests.Values;

/// <summary>Public records compare by what they hold, lists and dictionaries included.</summary>
public sealed class ValueEqualityTests
{
    /// <summary>Every list and dictionary of every public record, those that users do not see included.</summary>
    public static TheoryData<string, string> Collections()
    {
        var data = new TheoryData<string, string>();
        foreach (var type in typeof(PeerData).Assembly.GetExportedTypes().Where(type => type.IsClass && type.GetMethod("<Clone>$") is not null))
        {
            foreach (var property in type.GetProperties(Every).Where(property => property.CanWrite && IsCollection(property.PropertyType)))
                data.Add(type.Name, property.Name);
        }

        return data;
    }

    [Theory, MemberData(nameof(Collections))]
    public void Equals_OfARecord_GoesByTheContentOfItsCollections(string type, string property)
    {
        var (one, same, other, without) = (With(type, property, 1), With(type, property, 1), With(type, property, 2), With(type, property, 0));

        one.Should().Be(same, "lists that hold the same are the same");
        one.GetHashCode().Should().Be(same.GetHashCode());
        one.Should().NotBe(other).And.NotBe(without);
        without.Should().Be(With(type, property, 0));
    }

    [Fact]
    public void Equals_ReadmeReader_ComparesPeers()
    {
        var now = DateTimeOffset.UnixEpoch.AddYears(56);
        PeerData Alice() => PeerData.Create("alice", now) with
        {
            IceServers = [new IceServer("stun:a")],
            CachedCandidates = [new("192.0.2.7:4000")],
            Metadata = new PeerMetadata { ["room"] = "7", ["level"] = 3 },
        };

        Alice().Should().Be(Alice());
        (Alice() with { Metadata = new PeerMetadata { ["level"] = 3.0, ["room"] = "7" } }).Should().Be(Alice(), "3.0 is 3, and names have no order");
        (Alice() with { Metadata = new PeerMetadata { ["room"] = "7", ["level"] = 4 } }).Should().NotBe(Alice());
        new ReconnectionQuery { ExcludePeerIds = ["a", "b"] }.Should().Be(new ReconnectionQuery { ExcludePeerIds = new HashSet<string> { "b", "a" } });
        new ReconnectOptions { Query = new() { OnlyPeerIds = ["a"] } }.Should().Be(new ReconnectOptions { Query = new() { OnlyPeerIds = ["a"] } });
        new PeerData { PeerId = "a" }.Should().Be(new PeerData { UserId = "a", PeerId = "a" }).And.Be(new PeerData { PeerId = "a", UserId = "a" });
    }

    [Fact]
    public void List_GivenToARecord_IsCopied()
    {
        List<IceCandidate> addresses = [new("a")];
        var peer = new PeerData { PeerId = "a", CachedCandidates = addresses };

        addresses.Clear();

        peer.CachedCandidates.Should().ContainSingle();
    }

    [Fact]
    public async Task GetPeer_Twice_GivesEqualPeers()
    {
        await using var setup = new Setup();
        await setup.Service.StorePeerAsync(setup.Friend("a") with { SharedSecret = "s", Metadata = new PeerMetadata { ["m"] = 1 }, CachedCandidates = [new("x")] });

        var first = await setup.Service.GetPeerAsync("a");
        var second = await new PeerPersistenceService(setup.Store, keys: new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray())).GetPeerAsync("a");

        second!.Metadata.Should().NotBeSameAs(first!.Metadata);
        (second with { SharedSecret = first.SharedSecret, SecretStatus = first.SecretStatus }).Should().Be(first);
    }

    [Theory]
    [InlineData("1", "1.0", true)]
    [InlineData("100", "1e2", true)]
    [InlineData("0", "1e-300", false)]
    [InlineData("9007199254740993", "9007199254740992", false)]
    [InlineData("1e400", "1e400", true)]
    [InlineData("1e400", "1e401", false)]
    [InlineData("\"a\"", "\"\\u0061\"", true)]
    [InlineData("\"\\ud800\"", "\"\\ud800\"", true)]
    [InlineData("\"\\ud800\"", "\"\\ud801\"", false)]
    [InlineData("{\"a\":[1,{}],\"b\":null}", "{ \"b\": null, \"a\": [1.0, {}] }", true)]
    [InlineData("{\"a\":1}", "{\"b\":1}", false)]
    [InlineData("{\"a\":1}", "{\"a\":1,\"b\":1}", false)]
    [InlineData("[1,2]", "[2,1]", false)]
    [InlineData("[1]", "[1,1]", false)]
    [InlineData("true", "false", false)]
    [InlineData("null", "0", false)]
    public void Metadata_ComparesByWhatJsonSays(string one, string other, bool equal)
    {
        var (a, b) = (Holding(one), Holding(other));

        a.Equals(b).Should().Be(equal);
        b.Equals(a).Should().Be(equal);
        if (equal)
            a.GetHashCode().Should().Be(b.GetHashCode());

        static PeerData Holding(string json) => new()
        {
            PeerId = "a", Metadata = new Dictionary<string, JsonElement> { ["m"] = JsonDocument.Parse(json).RootElement },
        };
    }

    private static readonly IOException Failure = new();

    private const BindingFlags Every = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static bool IsCollection(Type type) => type != typeof(string) && typeof(System.Collections.IEnumerable).IsAssignableFrom(type);

    private static object With(string typeName, string propertyName, int seed)
    {
        var type = typeof(PeerData).Assembly.GetType("PeerPersistence." + typeName, throwOnError: true)!;
        var record = Activator.CreateInstance(type)!;
        var property = type.GetProperty(propertyName, Every)!;
        if (seed > 0)
            property.SetValue(record, Filled(property.PropertyType, seed));
        return record;
    }

    private static object Filled(Type collection, int seed)
    {
        var arguments = collection.GetGenericArguments();
        if (arguments.Length == 2)
        {
            var map = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
            map["key"] = arguments[1] == typeof(JsonElement) ? JsonSerializer.SerializeToElement(seed)
                : arguments[1] == typeof(PeerExtras) ? new PeerExtras { Presence = $"{seed}" }
                : arguments[1] == typeof(AddressHistory) ? new AddressHistory(null, null, $"{seed}")
                : $"{seed}";
            return map;
        }

        var list = (System.Collections.IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(arguments))!;
        list.Add(ItemOf(arguments[0], seed));
        return list;
    }

    private static object ItemOf(Type type, int seed) => type == typeof(string) ? $"{seed}"
        : type == typeof(ImportFailure) ? new ImportFailure(seed, null, "")
        : type == typeof(ReconnectionError) ? new ReconnectionError($"{seed}", Failure)
        : type == typeof(PeerData) ? new PeerData { PeerId = $"{seed}" }
        : type == typeof(PeerAddress) ? new PeerAddress { Candidate = new($"{seed}") }
        : type == typeof(MissingPeer) ? new MissingPeer($"{seed}", MissingReason.Waiting)
        : type == typeof(PeerLinkState) ? new PeerLinkState($"{seed}", null, IsInbound: false)
        : type == typeof(PeerWait) ? new PeerWait($"{seed}", DateTimeOffset.UnixEpoch)
        : type == typeof(IceServer) ? new IceServer($"{seed}")
        : new IceCandidate($"{seed}");
}
