namespace MeshChat.Tests.Identity;

public sealed class InvitationBookTests
{
    private readonly Clock _clock = new();

    [Fact]
    public void Redeem_OpenToken_WorksOnce()
    {
        var book = new InvitationBook(_clock);
        var token = book.Open();

        book.Redeem(token).Should().BeTrue();
        book.Redeem(token).Should().BeFalse();
    }

    [Fact]
    public void Redeem_UnknownToken_IsFalse() => new InvitationBook(_clock).Redeem(Invitation.NewToken()).Should().BeFalse();

    [Fact]
    public void Redeem_AfterItsLifetime_IsFalse()
    {
        var book = new InvitationBook(_clock);
        var (early, late) = (book.Open(), book.Open());

        _clock.Now += InvitationBook.Lifetime;
        book.Redeem(early).Should().BeTrue();
        _clock.Now += TimeSpan.FromTicks(1);
        book.Redeem(late).Should().BeFalse();
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
