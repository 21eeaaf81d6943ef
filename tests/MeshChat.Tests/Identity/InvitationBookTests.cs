namespace MeshChat.Tests.Identity;

public sealed class InvitationBookTests
{
    private readonly FakeTimeProvider _clock = new();

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

        _clock.Advance(InvitationBook.Lifetime);
        book.Redeem(early).Should().BeTrue();
        _clock.Advance(TimeSpan.FromTicks(1));
        book.Redeem(late).Should().BeFalse();
    }
}
