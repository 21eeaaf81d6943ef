namespace PeerPersistence.Tests;

/// <summary>What an application may call by itself.</summary>
public class NullArgumentTests
{
    public static TheoryData<Func<object>, string> Calls { get; } = new()
    {
        { () => PeerScore.Quality(null!), "quality" },
        { () => PeerScore.Reconnection(null!, default), "peer" },
        { () => PeerScore.Reason(null!, default), "peer" },
        { () => new PresenceRanker().Rank(null!, default), "peer" },
        { () => new PresenceRanker().Explain(null!, default), "peer" },
        { () => new OriginalScoreRanker().Rank(null!, default), "peer" },
        { () => new ReconnectionCandidates(null!, new()), "candidates" },
        { () => new ReconnectionCandidates([], null!), "passedOver" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void Call_Null_NamesTheArgument(Func<object> call, string parameter) =>
        call.Should().Throw<ArgumentNullException>().WithParameterName(parameter);
}
