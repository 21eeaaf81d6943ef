using System.Globalization;
using System.Text;
using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>
/// What strangers chose to be called, made harmless: no escape sequences, nothing that turns a line around, hides or climbs out of its
/// line.
/// </summary>
internal static class PlainText
{
    // Vietnamese, Hebrew and Thai stack up to three.
    private const int MostMarksOnALetter = 4;

    public static string Of(string text)
    {
        var (plain, marks) = (new StringBuilder(text.Length), 0);
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            marks = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? marks + 1 : 0;
            if (marks <= MostMarksOnALetter)
                plain.Append(IsHarmless(category) && !IsNoCharacter(rune) ? rune.ToString() : "\uFFFD");
        }

        return plain.ToString();
    }

    /// <summary>Plain, and no longer than so many characters as a reader counts them.</summary>
    public static string Cut(string text, int length)
    {
        var elements = new StringInfo(Of(text));
        return elements.LengthInTextElements > length ? elements.SubstringByTextElements(0, length - 1) + "…" : elements.String;
    }

    /// <summary>Plain, cut to a length, and not read as markup.</summary>
    public static string Markup(string text, int length = int.MaxValue) => Cut(text, length).EscapeMarkup();

    /// <summary>What Unicode promises never to be a character: fonts, and programs that measure text, need not know it.</summary>
    private static bool IsNoCharacter(Rune rune) => (rune.Value & 0xfffe) == 0xfffe || rune.Value is >= 0xfdd0 and <= 0xfdef;

    private static bool IsHarmless(UnicodeCategory category) => category is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
