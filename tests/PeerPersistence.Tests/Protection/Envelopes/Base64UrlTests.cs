namespace PeerPersistence.Tests.Protection.Envelopes;

public class Base64UrlTests
{
    [Fact]
    public void Decode_WhatEncodeWrote_GivesTheBytes()
    {
        var random = new Random(1);
        for (var length = 0; length < 100; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);

            Base64Url.Decode(Base64Url.Encode(bytes)).Should().Equal(bytes);
        }
    }

    [Theory]
    [InlineData("A")] // no length of whole bytes
    [InlineData("AB")] // stray last bits: AA is the spelling
    [InlineData("AA==")] // padded
    [InlineData("A A")] // blank
    [InlineData("-_+/")] // the other alphabet
    [InlineData("AAé")]
    public void Decode_AnythingElse_GivesNull(string text) => Base64Url.Decode(text).Should().BeNull();
}
