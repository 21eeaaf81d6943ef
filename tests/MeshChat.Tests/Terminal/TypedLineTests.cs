namespace MeshChat.Tests.Terminal;

public sealed class TypedLineTests
{
    [Theory]
    [InlineData("ab|", ConsoleKey.LeftArrow, "a|b")]
    [InlineData("|ab", ConsoleKey.LeftArrow, "|ab")]
    [InlineData("a|b", ConsoleKey.RightArrow, "ab|")]
    [InlineData("ab|", ConsoleKey.RightArrow, "ab|")]
    [InlineData("a|b", ConsoleKey.Home, "|ab")]
    [InlineData("a|b", ConsoleKey.End, "ab|")]
    [InlineData("a|b", ConsoleKey.Backspace, "|b")]
    [InlineData("|ab", ConsoleKey.Backspace, "|ab")]
    [InlineData("a|b", ConsoleKey.Delete, "a|")]
    [InlineData("ab|", ConsoleKey.Delete, "ab|")]
    [InlineData("a👋|", ConsoleKey.LeftArrow, "a|👋")]
    [InlineData("a👋|b", ConsoleKey.Backspace, "a|b")]
    [InlineData("|e\u0301b", ConsoleKey.RightArrow, "e\u0301|b")]
    [InlineData("|👋b", ConsoleKey.Delete, "|b")]
    [InlineData("a|b", ConsoleKey.Escape, "|")]
    [InlineData("a|b", ConsoleKey.F1, "a|b")]
    public void After_AKey_TextAndCaret(string before, ConsoleKey key, string after) =>
        Shown(Read(before).After(new('\0', key, false, false, false))).Should().Be(after);

    [Theory]
    [InlineData("a|b", 'x', "ax|b")]
    [InlineData("|", '李', "李|")]
    [InlineData("a|b", '\u001b', "a|b")]
    [InlineData("a|b", '\u202e', "a|b")]
    [InlineData("a|b", '\uffff', "a|b")]
    public void After_ACharacter_ItStandsBeforeTheCaret(string before, char character, string after) =>
        Shown(Read(before).After(new(character, ConsoleKey.None, false, false, false))).Should().Be(after);

    [Theory]
    [InlineData("hello|", 10, "hello|")]
    [InlineData("hello|", 3, "llo|")]
    [InlineData("he|llo", 3, "he|l")]
    [InlineData("|hello", 3, "|hel")]
    [InlineData("李雷韩|", 4, "雷韩|")]
    [InlineData("李|雷韩", 5, "李|雷")]
    [InlineData("|", 1, "|")]
    public void View_OfALineThatIsTooLong_IsThePartAroundTheCaret(string typed, int room, string shown)
    {
        var (text, behind) = Read(typed).View(room);

        (text, behind).Should().Be((shown.Replace("|", ""), TypedLine.ColumnsOf(shown[(shown.IndexOf('|') + 1)..])));
        TypedLine.ColumnsOf(text).Should().BeLessThanOrEqualTo(room);
    }

    private static TypedLine Read(string text) => new(text.Replace("|", ""), text.IndexOf('|'));

    private static string Shown(TypedLine line) => line.Text.Insert(line.Caret, "|");
}
