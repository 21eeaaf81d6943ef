namespace PeerPersistence.Tests;

public sealed class EntryTableTests
{
    private const int Ids = 3_000;

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void Set_AnyEntries_IsWhatADictionaryHolds(int seed)
    {
        var random = new Random(seed);
        var expected = new Dictionary<string, DirectoryEntry>(StringComparer.Ordinal);
        var table = new EntryTable();
        table.Expect((seed - 1) * 700);
        ShouldBe(table, expected);
        foreach (var shareOfRemovals in new[] { 0.1, 0.9, 0.5 })
        {
            for (var i = 0; i < 8_000; i++)
            {
                var id = IdOf(random.Next(Ids));
                var entry = random.NextDouble() < shareOfRemovals ? default : Any(random, id);
                expected[id] = entry;
                if (entry is { HasRecord: false, Page: null })
                    expected.Remove(id);
                table.Set(id, entry);
                table.Find(id).Should().Be(entry);
            }

            ShouldBe(table, expected);
        }

        for (var i = 0; i < Ids; i++)
            table.Set(IdOf(i), default);
        ShouldBe(table, []);
    }

    [Fact]
    public void TryAdd_IdsOfPages_AreHeldInTheirOrder()
    {
        var table = new EntryTable();
        string[] ids = [.. Enumerable.Range(0, Ids).Select(IdOf)];
        for (var page = 0; page * IndexPage.Capacity < Ids; page++)
        {
            var some = ids.Skip(page * IndexPage.Capacity).Take(IndexPage.Capacity).ToArray();
            table.TryAdd(some, Array.ConvertAll(some, Record), page).Should().BeTrue();
        }

        table.Records().Select(record => record.PeerId).Should().Equal(ids);
        ids.Select(id => table.Find(id).Page).Should().Equal(Enumerable.Range(0, Ids).Select(i => (int?)(i / IndexPage.Capacity)));
    }

    [Fact]
    public void TryAdd_AnIdThatIsHere_IsRefused()
    {
        var table = new EntryTable();

        table.TryAdd(["alice", "bob"], [Record("alice"), null], 0).Should().BeTrue();

        table.TryAdd(["carol", "bob"], [null, null], 1).Should().BeFalse();
        table.TryAdd(["dave", "dave"], [null, null], 2).Should().BeFalse();
    }

    private static string IdOf(int i) => $"peer-{i}";

    private static PeerSummary Record(string? id) => new() { PeerId = id!, FirstSeen = default, LastSeen = default };

    private static DirectoryEntry Any(Random random, string id) => new()
    {
        Record = random.Next(4) == 0 ? null : Record(new(id)),
        Page = random.Next(4) == 0 ? null : random.Next(5),
    };

    private static void ShouldBe(EntryTable table, Dictionary<string, DirectoryEntry> expected)
    {
        table.Count.Should().Be(expected.Count);
        table.All().ToDictionary(StringComparer.Ordinal).Should().Equal(expected);
        InOrder(table.Records()).Should().Equal(InOrder(expected.Values.Select(entry => entry.Record).OfType<PeerSummary>()));
        for (var i = 0; i < Ids; i++)
            table.Find(IdOf(i)).Should().Be(expected.GetValueOrDefault(IdOf(i)));
    }

    private static IEnumerable<PeerSummary> InOrder(IEnumerable<PeerSummary> records) =>
        records.OrderBy(record => record.PeerId, StringComparer.Ordinal);
}
