namespace PeerPersistence.Tests.Storage;

public sealed class KeyTableTests
{
    private static readonly string[] OddKeys =
    [
        "", "ä", "é\u0301", "\ud83d\ude00", "\ud800", "\udc00\ud800", "a\ud800", "\0", new('k', 300), new('ä', 40_000), new('z', 70_000),
    ];

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void SetAndRemove_AnyKeys_IsWhatADictionaryHolds(int seed)
    {
        var random = new Random(seed);
        var expected = new Dictionary<string, ValueLocation>(StringComparer.Ordinal);
        var table = new KeyTable();
        foreach (var shareOfSets in new[] { 0.8, 0.1, 0.5 })
        {
            for (var i = 0; i < 6_000; i++)
            {
                var key = random.Next(50) == 0 ? OddKeys[random.Next(OddKeys.Length)] : $"mesh:peer:{random.Next(3_000)}";
                if (random.NextDouble() < shareOfSets)
                {
                    expected[key] = new(random.NextInt64(long.MaxValue), random.Next(9_999), (uint)random.Next());
                    table.Set(key, expected[key]);
                }
                else
                {
                    expected.Remove(key);
                    table.Remove(key);
                }

                table.TryGetValue(key, out var found).Should().Be(expected.TryGetValue(key, out var there));
                found.Should().Be(there);
            }

            ShouldBe(table, expected);
        }

        foreach (var key in expected.Keys.ToArray())
        {
            expected.Remove(key);
            table.Remove(key);
        }

        ShouldBe(table, expected);
    }

    [Theory]
    [InlineData("mesh:peer:"), InlineData("mesh:ä:")]
    public void Add_KeysThatBeginAlike_SayItOnceAPiece(string prefix)
    {
        const int Rest = 36;
        string[] keys = [.. Enumerable.Range(0, 20_000).Select(i => prefix + new string((char)('0' + (i % 75)), Rest - 5) + $"{i:00000}")];
        var (arena, moved) = (new KeyArena(), new KeyArena());

        var addresses = Array.ConvertAll(keys, arena.Add);
        var later = Array.ConvertAll(addresses, address => moved.AddFrom(arena, address));

        Array.ConvertAll(addresses, arena.Read).Should().Equal(keys);
        Array.ConvertAll(later, moved.Read).Should().Equal(keys);
        addresses.Zip(keys).Should().OnlyContain(pair => arena.Is(pair.First, pair.Second) && !arena.Is(pair.First, pair.Second + "0"));
        arena.LengthOf(addresses[^1]).Should().Be(KeyText.Measure(keys[^1], out _));
        arena.Taken.Should().Be(moved.Taken).And.BeLessThan((keys.Length * (Rest + 2)) + (2 * KeyArena.PieceLength));
    }

    [Fact]
    public void TryGetValue_KeysThatLookAlikeAsBytes_AreOthers()
    {
        var table = new KeyTable();
        table.Set("ä", new(1, 1, 1));
        table.Set("a\ud800", new(2, 2, 2));

        table.TryGetValue("Ã¤", out _).Should().BeFalse("these are the bytes of ä");
        table.TryGetValue("a\0\0\u00d8", out _).Should().BeFalse();
        table.TryGetValue("a\ud800", out var odd).Should().BeTrue();
        odd.Offset.Should().Be(2);
    }

    private static void ShouldBe(KeyTable table, Dictionary<string, ValueLocation> expected)
    {
        table.Count.Should().Be(expected.Count);
        table.In(0, table.Places).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal).Should().Equal(expected);
        table.Bytes.Should().Be(expected.Sum(pair => KeyText.Measure(pair.Key, out _) + (long)pair.Value.Length));
        var next = 0;
        List<string> some = [];
        for (; next < table.Places; next += 100)
            some.AddRange(table.In(next, 100).Select(pair => pair.Key));
        some.Order(StringComparer.Ordinal).Should().Equal(expected.Keys.Order(StringComparer.Ordinal));
    }
}
