namespace PeerPersistence.Tests;

public sealed class PresenceBoundTests
{
    [Fact]
    public void PresenceBound_AnyNumbers_IsNoLowerAndHardlyHigher()
    {
        var random = new Random(1);
        for (var i = 0; i < 10_000; i++)
        {
            var (habit, news, fading) = (Any(), Any(), Any());

            var bound = new PresenceBound(habit, news, fading, 7);

            bound.Habit.Should().BeInRange(habit, habit * 1.008f);
            bound.News.Should().BeInRange(news, news * 1.008f);
            bound.Fading.Should().BeInRange(fading / 1.008f, fading);
            new PresenceBound(bound.Habit, bound.News, bound.Fading, bound.Updated).Should().Be(bound);
        }

        new PresenceBound(1, 0, 0, 0).Should().BeEquivalentTo(new { Habit = 1f, News = 0f, Fading = 0f, Updated = 0u });

        float Any() => (float)(random.NextDouble() / random.Next(1, 1_000_000));
    }
}
