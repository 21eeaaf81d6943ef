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

            var text = Base64Url.Encode(bytes);
            text.Should().Be(Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_'));
            Base64Url.Encode(bytes, "before").Should().Be("before" + text);
            Base64Url.Decode(text).Should().Equal(bytes);
        }
    }

    [Theory]
    [InlineData("A")] // no length of whole bytes
    [InlineData("AAAAA")]
    [InlineData("AB")] // stray last bits: AA is the spelling
    [InlineData("AAAAAAB")]
    [InlineData("AA==")] // padded
    [InlineData("AAA=")]
    [InlineData("A A")] // blank
    [InlineData("AAA\r")]
    [InlineData("AA\tA")]
    [InlineData("AAA\n")]
    [InlineData("-_+/")] // the other alphabet
    [InlineData("AAé")]
    public void Decode_AnythingElse_GivesNull(string text) => Base64Url.Decode(text).Should().BeNull();
}
