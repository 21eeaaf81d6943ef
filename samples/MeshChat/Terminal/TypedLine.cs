using System.Globalization;
using Spectre.Console.Rendering;

namespace MeshChat;

/// <summary>A line that is being typed: its text, and where the caret stands in it. Immutable.</summary>
/// <param name="Text">What was typed.</param>
/// <param name="Caret">How many UTF-16 characters stand before the caret.</param>
internal sealed record TypedLine(string Text, int Caret)
{
    public static TypedLine Empty { get; } = new("", 0);

    public static TypedLine Of(string text) => new(text, text.Length);

    /// <summary>What a key makes of it.</summary>
    public TypedLine After(ConsoleKeyInfo key) => key.Key switch
    {
        ConsoleKey.LeftArrow => this with { Caret = Before(Caret) },
        ConsoleKey.RightArrow => this with { Caret = Behind(Caret) },
        ConsoleKey.Home => this with { Caret = 0 },
        ConsoleKey.End => this with { Caret = Text.Length },
        ConsoleKey.Backspace => new(Text.Remove(Before(Caret), Caret - Before(Caret)), Before(Caret)),
        ConsoleKey.Delete => this with { Text = Text.Remove(Caret, Behind(Caret) - Caret) },
        ConsoleKey.Escape => Empty,
        _ when PlainText.IsHarmless(key.KeyChar) => new(Text.Insert(Caret, $"{key.KeyChar}"), Caret + 1),
        _ => this,
    };

    /// <summary>The part around the caret that a screen has room for.</summary>
    /// <param name="room">Columns.</param>
    /// <returns>The part, and how many of its columns stand behind the caret.</returns>
    public (string Shown, int Behind) View(int room)
    {
        var start = 0;
        while (ColumnsOf(Text[start..Caret]) > room)
            start += StringInfo.GetNextTextElementLength(Text, start);
        var end = Caret;
        while (end < Text.Length && ColumnsOf(Text[start..Next(end)]) <= room)
            end = Next(end);
        return (Text[start..end], ColumnsOf(Text[Caret..end]));
    }

    /// <summary>How wide a text is on a terminal: Chinese letters and emoji take two columns.</summary>
    public static int ColumnsOf(string text) => new Segment(text).CellCount();

    private int Next(int at) => at + StringInfo.GetNextTextElementLength(Text, at);

    private int Before(int at) => StringInfo.ParseCombiningCharacters(Text).LastOrDefault(start => start < at);

    private int Behind(int at) => at < Text.Length ? Next(at) : at;
}
