namespace PeerPersistence.Cli.Tests.Terminal;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("Ana María 李雷 😀", "Ana María 李雷 😀")]
    [InlineData("a\u001b[31mb\u202ec\nd", "a\ufffd[31mb\ufffdc\ufffdd")]
    [InlineData("a\u0301\u0302\u0303", "a\u0301\u0302\u0303")]
    [InlineData("a\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301b\u0301", "a\u0301\u0301\u0301\u0301b\u0301")]
    public void Of_AnyName_IsHarmless(string name, string plain) => PlainText.Of(name).Should().Be(plain);

    [Fact]
    public void Of_HalfOfACharacter_IsReplaced() => PlainText.Of("a" + (char)0xd800).Should().Be("a\ufffd");

    [Theory]
    [InlineData("Alice", 5, "Alice")]
    [InlineData("Alicia", 5, "Alic…")]
    [InlineData("e\u0301e\u0301e\u0301", 2, "e\u0301…")]
    public void Cut_ToALength_AsAReaderCounts(string name, int length, string cut) => PlainText.Cut(name, length).Should().Be(cut);
}
