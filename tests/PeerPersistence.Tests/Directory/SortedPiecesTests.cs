namespace PeerPersistence.Tests;

public sealed class SortedPiecesTests
{
    private const int Most = 5_000;

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void AddAndRemove_AnyItems_IsWhatASortedSetHolds(int seed)
    {
        var random = new Random(seed);
        var expected = new SortedSet<int>(Enumerable.Range(0, (seed - 1) * 700).Select(_ => random.Next(Most)));
        var pieces = new SortedPieces<int>(expected, Comparer<int>.Default);
        foreach (var shareOfAdds in new[] { 0.9, 0.1, 0.5 })
        {
            for (var i = 0; i < 8_000; i++)
            {
                var item = random.Next(Most);
                if (random.NextDouble() < shareOfAdds)
                {
                    expected.Add(item);
                    pieces.Add(item);
                }
                else
                {
                    expected.Remove(item);
                    pieces.Remove(item);
                }

                if (i % 100 == 0)
                    pieces.From(each => each >= item).Should().Equal(expected.Where(each => each >= item));
            }

            pieces.All().Should().Equal(expected);
        }

        for (var item = 0; item < Most; item++)
            pieces.Remove(item);
        pieces.All().Should().BeEmpty();
        pieces.From(_ => true).Should().BeEmpty();
    }
}
