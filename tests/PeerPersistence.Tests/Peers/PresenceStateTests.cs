namespace PeerPersistence.Tests;

public class PresenceStateTests
{
    private static readonly PresenceState Full = new PresenceState
    {
        HeardInGossip = true,
        On = 0.25,
        Updated = 1_700_000_000,
        Observed = 1_700_000_600,
        Decayed = 20_000,
        Missed = 1.5,
    }.WithReach(12.5, 0.75).WithBin(0, 1, 2).WithBin(23, 3.5, 100);

    [Fact]
    public void ToBase64_AnyState_Is116BytesAndComesBack()
    {
        Full.ToBytes().Should().HaveCount(PresenceState.Size).And.HaveCount(116);
        var back = PresenceState.TryParse(Full.ToBase64());

        back.Should().Be(Full);
        back!.HeardInGossip.Should().BeTrue();
        back.On.Should().BeApproximately(0.25, 1e-5);
        (back.Updated, back.Observed, back.Decayed, back.Missed).Should().Be((1_700_000_000u, 1_700_000_600u, 20_000u, 1.5));
        (back.ReachOk, back.ReachFail).Should().Be((12.5, 0.75));
        (back.Seen(0), back.Watched(0), back.Seen(23), back.Watched(23)).Should().Be((1, 2, 3.5, 100));
        (back.SeenInAll(), back.WatchedInAll()).Should().Be((4.5, 102));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not base64 at all!")]
    [InlineData("AQH/")]
    public void TryParse_Damaged_IsNull(string? text) => PresenceState.TryParse(text).Should().BeNull();

    [Theory]
    [InlineData(115)]
    [InlineData(117)]
    [InlineData(4096)]
    public void TryParse_WrongLength_IsNull(int length)
    {
        var bytes = new byte[length];
        bytes[0] = 1;
        PresenceState.TryParse(Convert.ToBase64String(bytes)).Should().BeNull();
    }

    [Fact]
    public void TryParse_OtherVersion_IsNull()
    {
        var bytes = Full.ToBytes();
        bytes[0] = 2;
        PresenceState.TryParse(Convert.ToBase64String(bytes)).Should().BeNull();
    }

    [Fact]
    public void TryParse_MoreSeenThanWatched_SeesWhatWasWatched()
    {
        var bytes = Full.ToBytes();
        (bytes[20], bytes[21]) = (0xFF, 0xFF);

        var state = PresenceState.TryParse(Convert.ToBase64String(bytes))!;

        (state.Seen(0), state.Watched(0)).Should().Be((2, 2));
        state.Seen(23).Should().Be(3.5, "other bins are as they were");
    }

    [Fact]
    public void With_ChangedCopy_LeavesTheOriginalAlone()
    {
        var before = Full.ToBase64();
        var copy = Full with { On = 1, Updated = 5, HeardInGossip = false };
        _ = Full.WithBin(3, 1, 1);
        _ = Full.WithReach(0, 0);
        _ = Full.Scaled(0.5);

        Full.ToBase64().Should().Be(before);
        (copy.On, copy.Updated, copy.HeardInGossip, copy.Observed).Should().Be((1, 5, false, Full.Observed));
        copy.Should().NotBe(Full);
    }

    [Fact]
    public void WithBin_BeyondTheField_KeepsTheRatio()
    {
        var state = Full.WithBin(5, 256, 512);
        state.Watched(5).Should().BeApproximately(256, 0.01);
        state.Seen(5).Should().BeApproximately(128, 0.01);
    }

    [Fact]
    public void WithReach_BeyondTheField_KeepsTheRatio()
    {
        var state = Full.WithReach(1000, 500);
        state.ReachOk.Should().BeApproximately(256, 0.01);
        state.ReachFail.Should().BeApproximately(128, 0.01);
    }

    [Fact]
    public void Scaled_Often_ForgetsEverything()
    {
        var state = Full;
        for (var i = 0; i < 500; i++)
            state = state.Scaled(0.977);
        (state.ReachOk, state.ReachFail, state.SeenInAll(), state.WatchedInAll()).Should().Be((0, 0, 0, 0));
    }

    [Fact]
    public void ToString_AnyState_TellsNothingOfTheDiary() => Full.ToString().Should().Be("PresenceState");
}
