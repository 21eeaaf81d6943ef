using System.Text;

namespace PeerPersistence.Tests.Storage.Layout;

public sealed class IndexPageTests
{
    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var written = new IndexPage(2, ["a", "ä", "b"]).Write();

        var page = IndexPage.Read(2, written);

        (page.Number, page.IsDamaged).Should().Be((2, false));
        page.Ids.Should().Equal("a", "ä", "b");
        page.Stored!.Value.ToArray().Should().Equal(written);
    }

    [Theory]
    [InlineData("[\"a\",\"b\",\"a\"]", "a b")]
    [InlineData("[\"a\",null,\"b\"]", "a b")]
    [InlineData("[\"\",\"a\",\"\\n\"]", "a")]
    [InlineData("[\"a\",7]", "")]
    [InlineData("[\"a\"", "")]
    [InlineData("[\"a\",\"\\ud800\"]", "")]
    [InlineData("", "")]
    public void Read_Damaged_KeepsWhatIsSoundAndSaysSo(string json, string ids)
    {
        var bytes = Encoding.UTF8.GetBytes(json);

        var page = IndexPage.Read(0, bytes);

        page.IsDamaged.Should().BeTrue();
        page.Ids.Should().Equal(ids.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        page.Stored!.Value.ToArray().Should().Equal(bytes, "a commit that mends it expects these");
    }

    [Fact]
    public void Grown_TwiceFromOnePage_EachHasItsOwnIds()
    {
        var page = IndexPage.Read(0, "[\"a\"]"u8.ToArray());
        var one = page.Grown(["b"], "[\"a\",\"b\"]"u8.ToArray());

        var first = one.Grown(["c"], "[\"a\",\"b\",\"c\"]"u8.ToArray());
        var second = one.Grown(["d", "e"], "[\"a\",\"b\",\"d\",\"e\"]"u8.ToArray());

        page.Ids.Should().Equal("a");
        one.Ids.Should().Equal("a", "b");
        first.Ids.Should().Equal("a", "b", "c");
        second.Ids.Should().Equal("a", "b", "d", "e");
        (first.IsAsWritten, second.IsAsWritten).Should().Be((true, true));
    }

    [Fact]
    public void Read_Null_ListsNobody() => IndexPage.Read(0, "null"u8.ToArray()).Ids.Should().BeEmpty();

    [Theory]
    [InlineData("[\"a\"]")]
    [InlineData("[\"a\"!")]
    public void Read_SliceOfALargerBuffer_KeepsItsOwnBytes(string json)
    {
        var buffer = Encoding.UTF8.GetBytes(json + "     ");
        var page = IndexPage.Read(0, buffer.AsMemory(0, json.Length));
        buffer.AsSpan().Clear();

        Encoding.UTF8.GetString(page.Stored!.Value.Span).Should().Be(json);
    }
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void NewInAndWrite_AnyGrowth_AreAsAFreshPages(int seed)
    {
        var random = new Random(seed);
        var page = IndexPage.Read(0, Encoding.UTF8.GetBytes(random.Next(2) == 0 ? "[]" : "[ \"first\" ]"));
        for (var i = 0; i < 100; i++)
        {
            List<string> more = [.. Enumerable.Range(0, random.Next(4)).Select(n => $"p\u00e4\"{i}-{n}")];
            var later = page.With([.. page.Ids, .. more], areMore: true).Write();

            var fresh = IndexPage.Read(0, later);
            fresh.Ids.Should().Equal([.. page.Ids, .. more]);
            if (page.NewIn(later) is { } found)
            {
                found.Should().Equal(more);
                page = page.Grown(found, later);
            }
            else
            {
                (page.Ids.Count == 0 || more.Count == 0).Should().BeTrue("only then is it read in full");
                page = fresh;
            }

            if (random.Next(10) == 0)
                page = IndexPage.Read(0, page.With([.. page.Ids.Skip(1)], areMore: false).Write());
        }
    }

    [Theory]
    [InlineData("[\"a\"]", "[\"a\"]")]
    [InlineData("[\"a\"]", "[\"a\" ,\"b\"]")]
    [InlineData("[\"a\"]", "[\"b\",\"a\"]")]
    [InlineData("[\"a\"]", "[\"a\",\"b\"")]
    [InlineData("[\"a\"]", "[\"a\",]")]
    [InlineData("[\"a\"]", "[\"a\",null]")]
    [InlineData("[\"a\"]", "[\"a\",\"\"]")]
    [InlineData("[\"a\"]\n", "[\"a\",\"b\"]\n")]
    [InlineData("[\"a\",\"a\"]", "[\"a\",\"a\",\"b\"]")]
    [InlineData("[]", "[\"a\"]")]
    public void NewIn_MoreThanIdsBehindItsOwn_IsLeftToAFreshReading(string stored, string later) =>
        IndexPage.Read(0, Encoding.UTF8.GetBytes(stored)).NewIn(Encoding.UTF8.GetBytes(later)).Should().BeNull();
}
