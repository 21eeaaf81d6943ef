namespace MeshChat.Tests.Identity;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("hello, 世界 👋")]
    public void IsLine_WhatPeopleType_IsTrue(string text) => PlainText.IsLine(text).Should().BeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("\u001b[2J")]
    [InlineData("two\nlines")]
    [InlineData("\u009b31m")]
    [InlineData("\u202eesrever")]
    [InlineData("\u2067x")]
    [InlineData("no character: \uffff")]
    [InlineData("\ufdd0")]
    public void IsLine_WhatUpsetsATerminal_IsFalse(string? text) => PlainText.IsLine(text).Should().BeFalse();

    [Fact]
    public void Clean_TooLongInTheMiddleOfAPair_EndsBeforeIt()
    {
        var text = new string('a', WireLimits.Text - 1) + "👋";

        PlainText.Clean(text).Should().Be(new string('a', WireLimits.Text - 1));
        PlainText.Clean("a\u001b[2Jb").Should().Be("a[2Jb");
    }
}
