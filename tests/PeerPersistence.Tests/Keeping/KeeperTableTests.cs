namespace PeerPersistence.Tests;

public sealed class KeeperTableTests
{
    [Fact]
    public void Accept_StrangersWithoutEnd_LeavesNothingOfThem()
    {
        var table = new KeeperTable("me", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15), TimeProvider.System);
        for (var caller = 0; caller < 100; caller++)
        {
            for (var call = 0; call < 3; call++)
                table.End(table.Arrive($"stranger {caller}", new FakeConnection(), isInbound: true, out _).Kept, Departure.Network);
            if (caller % 3 == 0)
                table.Part($"stranger {caller}", parted: true);
            if (caller % 3 == 1)
                table.End(table.Arrive($"stranger {caller}", new FakeConnection(), isInbound: true, out _).Kept, Departure.Local);
        }

        table.Excluded().Should().HaveCount(101, "they flap, so they rest, or are parted");
        table.Keep(table.Remembered, []);

        table.Excluded().Should().Equal("me");
        table.Remembered.Should().BeEmpty();
    }

    [Fact]
    public void BeginDial_ForTheUser_TakesOverWhatIsYoungNoLonger()
    {
        var time = new FakeTimeProvider();
        var table = new KeeperTable("me", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15), time);
        var first = table.BeginDial("a", takesOver: false, out _, default)!;

        table.BeginDial("a", takesOver: false, out var none, default).Should().BeNull();
        table.BeginDial("a", takesOver: true, out var young, default).Should().BeNull("the peer would be called twice at once");
        time.Advance(TimeSpan.FromSeconds(1));
        var second = table.BeginDial("a", takesOver: true, out var former, default)!;

        (none, young, former, first.IsWithdrawn).Should().Be((null, null, first, true));
        table.Arrive(first, new FakeConnection()).Should().BeNull("it was given up");
        table.Arrive(second, new FakeConnection())!.Stays.Should().BeTrue();
    }
}
