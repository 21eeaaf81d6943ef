namespace MeshChat.Tests.Mesh;

public sealed class LinkTableTests : IDisposable
{
    private readonly PeerIdentity _alice = TestIdentities.New();
    private readonly PeerIdentity _bob = TestIdentities.New();

    public void Dispose()
    {
        _alice.Dispose();
        _bob.Dispose();
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void TryAdd_BothCalledInTheSameInstant_BothKeepTheSameLink(bool aliceSawHersFirst, bool bobSawHisFirst)
    {
        var (aliceSession, bobSession) = (Guid.NewGuid(), Guid.NewGuid());
        var (atAlice, atBob) = (new LinkTable(_alice), new LinkTable(_bob));

        Add(atAlice, _bob, bobSession, aliceSawHersFirst);
        Add(atAlice, _bob, bobSession, !aliceSawHersFirst);
        Add(atBob, _alice, aliceSession, bobSawHisFirst);
        Add(atBob, _alice, aliceSession, !bobSawHisFirst);

        var aliceKeepsHers = atAlice.Find(_bob.Id)!.Dialled;
        var bobKeepsHis = atBob.Find(_alice.Id)!.Dialled;
        aliceKeepsHers.Should().Be(!bobKeepsHis).And.Be(string.CompareOrdinal(_alice.Id, _bob.Id) < 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TryAdd_PeerStartedAgain_ReplacesTheLinkOfItsFormerLife(bool dialled)
    {
        var links = new LinkTable(_alice);
        var old = Add(links, _bob, Guid.NewGuid(), !dialled);
        var link = LinkTo(_bob, Guid.NewGuid(), dialled);

        links.TryAdd(link, out var replaced).Should().BeTrue();

        replaced.Should().BeSameAs(old);
        links.Remove(old).Should().BeFalse("it is no longer the link");
        links.Find(_bob.Id).Should().BeSameAs(link);
    }

    [Fact]
    public void TryAdd_PeerCallsAgainInTheSameLife_TheNewLinkStays()
    {
        var (links, session) = (new LinkTable(_alice), Guid.NewGuid());
        Add(links, _bob, session, dialled: false);

        links.TryAdd(LinkTo(_bob, session, dialled: false), out _).Should().BeTrue("the peer would not call if the old one worked");
    }

    private static PeerLink Add(LinkTable links, PeerIdentity peer, Guid session, bool dialled)
    {
        var link = LinkTo(peer, session, dialled);
        links.TryAdd(link, out _);
        return link;
    }

    private static PeerLink LinkTo(PeerIdentity peer, Guid session, bool dialled) => new(null!, TestIdentities.CardOf(peer), session, dialled);
}
