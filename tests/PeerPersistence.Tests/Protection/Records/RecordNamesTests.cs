using System.Text;

namespace PeerPersistence.Tests.Protection.Records;

public class RecordNamesTests
{
    private static readonly byte[] Keys = [.. Enumerable.Range(0, RecordNames.KeysLength).Select(i => (byte)i)];

    [Theory]
    [InlineData("")]
    [InlineData("mesh:peer:PEER-000")]
    [InlineData("exactly thirty-one bytes, so so")]
    [InlineData("exactly thirty-two bytes, so so.")]
    [InlineData("密🔑\u0080\0")]
    public void Reveal_WhatWasHidden_GivesTheName(string name)
    {
        var hidden = RecordNames.Hide(Keys, name);

        RecordNames.Reveal(Keys, hidden).Should().Be(name);
        RecordNames.Hide(Keys, name).Should().Be(hidden);
    }

    [Fact]
    public void Hide_NamesOfSimilarLength_GivesTextsOfOneLengthWithNothingInCommon()
    {
        var hidden = Enumerable.Range(0, 1000).Select(i => RecordNames.Hide(Keys, $"mesh:peer:{i}")).ToList();

        hidden.Distinct().Should().HaveCount(1000);
        hidden.Select(text => text.Length).Distinct().Should().Equal(64);
        // The masks differ: what differs in the names does not show.
        hidden.Select(text => text[22..]).Distinct().Should().HaveCount(1000);
        hidden.Select(text => text[22..32]).Distinct().Should().HaveCount(1000);
    }

    [Fact]
    public void Reveal_ChangedTextOrOtherKeys_GivesNull()
    {
        var hidden = RecordNames.Hide(Keys, "mesh:peer:1");

        foreach (var flipped in Tampering.BitFlips(Encoding.ASCII.GetBytes(hidden)))
            RecordNames.Reveal(Keys, Encoding.Latin1.GetString(flipped)).Should().BeNull();
        foreach (var shorter in Tampering.Truncations(Encoding.ASCII.GetBytes(hidden)))
            RecordNames.Reveal(Keys, Encoding.ASCII.GetString(shorter)).Should().BeNull();
        RecordNames.Reveal(new byte[RecordNames.KeysLength], hidden).Should().BeNull();
    }

    [Fact]
    public void Hide_LongNames_GoAsFarAsTheMaskReaches()
    {
        var longest = new string('n', 8159);
        var tooLong = () => RecordNames.Hide(Keys, longest + "n");

        RecordNames.Reveal(Keys, RecordNames.Hide(Keys, longest)).Should().Be(longest);
        tooLong.Should().Throw<ArgumentException>().WithParameterName("name");
        RecordNames.Reveal(Keys, Base64Url.Encode(new byte[16 + 256 * 32])).Should().BeNull("it was not hidden by these keys");
    }

    [Fact]
    public void Hide_UnpairedSurrogates_Throws()
    {
        foreach (var name in (string[])["\ud800", "a\udc00b"])
        {
            var hide = () => RecordNames.Hide(Keys, name);

            hide.Should().Throw<ArgumentException>();
        }
    }
}
