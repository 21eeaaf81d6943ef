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
}
