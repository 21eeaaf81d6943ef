namespace MeshChat.Tests.Mesh;

public sealed class QuotaTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void TryTake_SoManyInATime_ThenNoMoreUntilTheFirstIsOver()
    {
        var quota = new Quota(2, TimeSpan.FromHours(1), _clock);
        quota.TryTake("a").Should().BeTrue();
        _clock.Advance(TimeSpan.FromMinutes(1));
        quota.TryTake("a").Should().BeTrue();

        quota.TryTake("a").Should().BeFalse();
        quota.LeftFor("a").Should().Be(0);
        quota.TryTake("b").Should().BeTrue("each has its own");

        _clock.Advance(TimeSpan.FromMinutes(59));
        quota.LeftFor("a").Should().Be(1);
        quota.TryTake("a").Should().BeTrue();
        quota.TryTake("a").Should().BeFalse();
    }

    [Fact]
    public void GiveBack_Taken_IsThereAgain()
    {
        var quota = new Quota(1, TimeSpan.FromHours(1), _clock);
        quota.TryTake("a");
        quota.GiveBack("a");
        quota.GiveBack("a");

        quota.LeftFor("a").Should().Be(1, "no more than there were");
        quota.TryTake("a");
        quota.Renew("a");
        quota.LeftFor("a").Should().Be(1);
    }
}
