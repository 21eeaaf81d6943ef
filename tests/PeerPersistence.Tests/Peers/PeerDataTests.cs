namespace PeerPersistence.Tests.Peers;

public sealed class PeerDataTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 14, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Create_Default_IsTheOriginals()
    {
        var peer = PeerData.Create("alice", Now);

        peer.Should().BeEquivalentTo(new
        {
            PeerId = "alice", UserId = "alice", DisplayName = "Unknown", FirstSeen = Now, LastSeen = Now, LastConnected = Now,
            PublicKey = (string?)null, SharedSecret = (string?)null, SecretStatus = SecretStatus.None, LastKnownIP = (string?)null,
            ReconnectionAttempts = 0, BlacklistUntil = (DateTimeOffset?)null, IsPinned = false,
            ConnectionQuality = new { Latency = (TimeSpan?)null, SuccessRate = 1.0, ConnectionType = ConnectionType.Unknown, LastMeasured = Now, TotalConnections = 1, SuccessfulConnections = 1, AverageUptime = TimeSpan.Zero },
        });
        peer.IceServers.Should().BeEmpty();
        peer.CachedCandidates.Should().BeEmpty();
        peer.Metadata.Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("a\u0085b")]
    public void Create_BadId_IsRefused(string peerId) =>
        FluentActions.Invoking(() => PeerData.Create(peerId)).Should().Throw<ArgumentException>().WithParameterName(nameof(peerId));

    [Fact]
    public void Create_UnpairedSurrogates_AreRefused()
    {
        foreach (var peerId in new[] { "lone \ud83d surrogate", "\udd11\ud83d", "\ud83d" })
            FluentActions.Invoking(() => PeerData.Create(peerId)).Should().Throw<ArgumentException>();
        PeerData.Create("\ud83d\udd11").PeerId.Should().Be("🔑");
    }

    [Fact]
    public void Create_IdOf256Characters_IsTheLongest()
    {
        PeerData.Create(new string('x', 256)).PeerId.Should().HaveLength(256);
        FluentActions.Invoking(() => PeerData.Create(new string('x', 257))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => PeerData.Create(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void UserId_NotGiven_FollowsThePeerId()
    {
        var peer = PeerData.Create("alice");
        (peer with { PeerId = "bob" }).UserId.Should().Be("bob");
        (peer with { UserId = "u" }).UserId.Should().Be("u");
    }
}
