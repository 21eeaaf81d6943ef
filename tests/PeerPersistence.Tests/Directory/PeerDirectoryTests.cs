using System.Text;

namespace PeerPersistence.Tests;

public sealed class PeerDirectoryTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 14, 12, 0, 0, TimeSpan.Zero);
    private static readonly StorageKeys Keys = new("mesh:");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Apply_AnyOrderOfChanges_EqualsAFreshScan(int seed)
    {
        var random = new Random(seed);
        var state = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var directory = new PeerDirectory(Keys);
        for (var i = 0; i < 2000; i++)
        {
            var (key, value) = Change(random);
            if (value is null)
                state.Remove(key);
            else
                state[key] = value;
            directory.Apply(key, value is null ? null : (ReadOnlyMemory<byte>?)value, Now);
        }

        var fresh = new PeerDirectory(Keys);
        foreach (var (key, value) in state)
            fresh.Apply(key, value, Now);

        Describe(directory).Should().Be(Describe(fresh), "seed {0}", seed);
        directory.EstimatedSizeBytes.Should().Be(2 * state.Sum(item => item.Key.Length + Encoding.UTF8.GetString(item.Value).Length));
    }

    /// <summary>Whatever a page gets more, ids of another page and ids twice included.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Apply_PageThatGrew_EqualsOneThatIsReadAnew(int seed)
    {
        var random = new Random(seed);
        List<string>[] pages = [[], [], []];
        var (grown, anew) = (new PeerDirectory(Keys), new PeerDirectory(Keys));
        for (var i = 0; i < 1000; i++)
        {
            var (page, peer) = (random.Next(pages.Length), Keys.Peer($"p{random.Next(30)}"));
            if (random.Next(8) == 0)
                pages[page].Clear();
            pages[page].AddRange(Enumerable.Range(0, random.Next(3)).Select(_ => $"p{random.Next(30)}"));
            var (key, value) = (Keys.IndexPage(page), new IndexPage(page, pages[page]).Write());

            grown.Apply(key, value, Now);
            anew.Apply(key, null, Now);
            anew.Apply(key, value, Now);
            foreach (var directory in new[] { grown, anew })
                directory.Apply(peer, i % 2 == 0 ? null : PeerJson.Write(new() { Peer = PeerData.Create(peer[Keys.Peer("").Length..], Now) }), Now);

            DescribePages(grown).Should().Equal(DescribePages(anew), "step {0}, seed {1}", i, seed);
            grown.Ids().Should().Equal(anew.Ids());
        }
    }

    [Fact]
    public void Repage_NewIds_FillTheLastPageAndGoOn()
    {
        var directory = new PeerDirectory(Keys);
        var first = directory.Repage([.. Enumerable.Range(0, 130).Select(i => $"p{i}")], []);
        first.Select(page => (page.Number, page.Ids.Count)).Should().Equal((0, 128), (1, 2));
        foreach (var page in first)
            directory.Apply(Keys.IndexPage(page.Number), page.Write(), Now);

        directory.Repage(["new"], ["p3"]).Select(page => (page.Number, page.Ids.Count)).Should().Equal((0, 127), (1, 3));
        directory.Repage([], ["p128", "p129"]).Should().ContainSingle().Which.Ids.Should().BeEmpty();
        directory.Repage([], ["nobody"]).Should().BeEmpty();
    }

    private static IEnumerable<string> DescribePages(PeerDirectory directory) =>
        Enumerable.Range(0, 30).Select(i => directory.PageOf($"p{i}") is { } page ? $"p{i} {page.Number} {page.IsDamaged} {string.Join(' ', page.Ids)}" : "")
            .Concat(directory.Mend().Select(page => $"mend {page.Number} {string.Join(' ', page.Ids)}"));

    private static (string Key, byte[]? Value) Change(Random random)
    {
        var id = $"p{random.Next(20)}";
        return random.Next(8) switch
        {
            0 => (Keys.Peer(id), null),
            1 => (Keys.Peer(id), Encoding.UTF8.GetBytes("{")),
            2 => (Keys.IndexPage(random.Next(3)), null),
            3 => (Keys.IndexPage(random.Next(3)), new IndexPage(0, [.. Enumerable.Range(0, random.Next(6)).Select(_ => $"p{random.Next(20)}").Distinct()]).Write()),
            4 => (Keys.Metadata, Encoding.UTF8.GetBytes(new string('ä', random.Next(9)))),
            5 => ("mesh:other", random.Next(2) == 0 ? null : [65]),
            _ => (Keys.Peer(id), PeerJson.Write(new() { Peer = PeerData.Create(id, Now.AddHours(-random.Next(99))) with { IsPinned = random.Next(2) == 0 } })),
        };
    }

    // Which of two pages that both list an id owns it depends on the order of changes; no commit of ours makes two list it.
    private static string Describe(PeerDirectory directory) => string.Join('\n',
        directory.Summaries.OrderBy(peer => peer.PeerId, StringComparer.Ordinal).Select(peer => $"{peer.PeerId} {peer.LastSeen:O} {peer.IsPinned}")
            .Append($"{directory.Count} {directory.DamagedCount} {directory.HasSecrets}")
            .Append(string.Join(' ', directory.Ids().Order(StringComparer.Ordinal))));
}
