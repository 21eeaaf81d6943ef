namespace MeshChat.Tests.Identity;

public sealed class PeerCardTests : IDisposable
{
    private readonly PeerIdentity _alice = TestIdentities.New();
    private readonly PeerIdentity _mallory = TestIdentities.New();

    public void Dispose()
    {
        _alice.Dispose();
        _mallory.Dispose();
    }

    [Fact]
    public void IsGenuine_AsIssued_IsTrue() => TestIdentities.CardOf(_alice).IsGenuine().Should().BeTrue();

    [Fact]
    public void IsGenuine_AnythingChanged_IsFalse()
    {
        var card = TestIdentities.CardOf(_alice);

        (card with { Name = "alicia" }).IsGenuine().Should().BeFalse();
        (card with { Addresses = ["127.0.0.1:4001"] }).IsGenuine().Should().BeFalse();
        (card with { IssuedAt = card.IssuedAt.AddTicks(1) }).IsGenuine().Should().BeFalse();
        (card with { Key = _mallory.PublicKey.Jwk }).IsGenuine().Should().BeFalse();
        (card with { Id = _mallory.Id }).IsGenuine().Should().BeFalse();
        (card with { Id = _mallory.Id, Key = _mallory.PublicKey.Jwk }).IsGenuine().Should().BeFalse();
    }

    [Theory]
    [InlineData("", "127.0.0.1:4000")]
    [InlineData("../alice", "127.0.0.1:4000")]
    [InlineData("a name of more than 24 characters", "127.0.0.1:4000")]
    [InlineData("alice", "")]
    [InlineData("alice", "127.0.0.1")]
    [InlineData("alice", "127.0.0.1:0")]
    [InlineData("alice", "example.org:4000")]
    [InlineData("alice", "127.0.0.1:4000\n127.0.0.1:4001")]
    [InlineData("alice", "0.0.0.0:4000")]
    [InlineData("alice", "255.255.255.255:4000")]
    [InlineData("alice", "224.0.0.251:5353")]
    [InlineData("alice", "[::]:4000")]
    [InlineData("alice", "[ff02::1]:4000")]
    public void IsGenuine_SignedNonsense_IsFalse(string name, string address) =>
        PeerCard.Issue(_alice, name, [address], DateTimeOffset.UnixEpoch.AddYears(50)).IsGenuine().Should().BeFalse();
}
