namespace PeerPersistence.Tests;

public class AddressOrderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_NothingKnown_KeepsTheOrderAndKnowsNoAge()
    {
        var addresses = Order(new("relay", null, null, ConnectionType.Relay), new("host", null, null), new("srflx", null, null, ConnectionType.ServerReflexive));

        addresses.Select(address => address.Candidate.Candidate).Should().Equal("relay", "host", "srflx");
        addresses.Should().OnlyContain(address => address.Age == null && address.LastWorked == null && !address.IsFresh);
    }

    [Fact]
    public void Of_OneWorkedLast_LeadsAndTheOthersFollowByTheirLastTime() =>
        Ids(new("never", 90, null), new("yesterday", 9000, 1440), new("an hour ago", 9000, 60)).Should().Equal("an hour ago", "yesterday", "never");

    [Fact]
    public void Of_ANewAddress_IsTriedFirstUntilItHasAged()
    {
        Ids(new("old", 9000, 60), new("new", 9, null)).Should().Equal("new", "old");
        Ids(new("old", 9000, 60), new("new", 11, null)).Should().Equal("old", "new");
        Ids(new("old", 9000, 1), new("new", 0.5, null)).Should().Equal(new[] { "new", "old" }, "it came after the old one last worked");
        Ids(new("new", 9, null), new("old", 9000, 3, ConnectionType.Relay)).Should().Equal(new[] { "old", "new" }, "the old one has worked since");
    }

    [Fact]
    public void Of_SeveralNew_KeepTheirOrder() =>
        Ids(new("worked", 99, 60), new("b", 1, null), new("a", 1, null)).Should().Equal("b", "a", "worked");

    [Theory]
    [InlineData(ConnectionType.Host, 10)]
    [InlineData(ConnectionType.ServerReflexive, 5)]
    [InlineData(ConnectionType.PeerReflexive, 5)]
    [InlineData(ConnectionType.Unknown, 5)]
    [InlineData(ConnectionType.Relay, 2)]
    public void Of_Ages_AreFreshForTheirTypesTime(ConnectionType type, double minutes)
    {
        Order(new Known("a", minutes, null, type))[0].IsFresh.Should().BeTrue();
        Order(new Known("a", minutes + 0.001, null, type))[0].IsFresh.Should().BeFalse();
        Order(new Known("a", 9000, minutes, type))[0].IsFresh.Should().BeTrue("what worked a moment ago is there");
    }

    [Fact]
    public void Of_Age_IsSinceItCameOrLastWorked()
    {
        Order(new Known("a", 7, null))[0].Age.Should().Be(TimeSpan.FromMinutes(7));
        Order(new Known("a", 7, 3))[0].Age.Should().Be(TimeSpan.FromMinutes(3));
        Order(new Known("a", 3, 7))[0].Age.Should().Be(TimeSpan.FromMinutes(3));
        Order(new Known("a", null, 7))[0].Age.Should().Be(TimeSpan.FromMinutes(7));
    }

    [Fact]
    public void Of_InstantsAhead_AreNowOrUnknown()
    {
        Order(new Known("a", -9, null))[0].Age.Should().Be(TimeSpan.Zero);
        Order(new Known("a", -11, null))[0].Age.Should().BeNull();
        Ids(new("a broken clock's", 9000, -100_000), new("an hour ago", 9000, 60)).Should().Equal("an hour ago", "a broken clock's");
    }

    [Fact]
    public void Of_NoAddress_IsNone() => Order().Should().BeEmpty();

    private static IEnumerable<string> Ids(params Known[] known) => Order(known).Select(address => address.Candidate.Candidate);

    private static IReadOnlyList<PeerAddress> Order(params Known[] known) => AddressOrder.Of(
        new()
        {
            Peer = PeerData.Create("p", Now) with { CachedCandidates = [.. known.Select(entry => new IceCandidate { Candidate = entry.Line, Type = entry.Type })] },
            Addresses = known.ToDictionary(
                entry => entry.Line,
                entry => new AddressHistory(
                    entry.CameAgo is { } came ? Now.AddMinutes(-came) : null, entry.WorkedAgo is { } worked ? Now.AddMinutes(-worked) : null)),
        },
        Now);

    /// <summary>An address, and how many minutes ago it came and worked.</summary>
    private sealed record Known(string Line, double? CameAgo, double? WorkedAgo, ConnectionType Type = ConnectionType.Host);
}
