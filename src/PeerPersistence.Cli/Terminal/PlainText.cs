using System.Globalization;
using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>What strangers chose to be called, made harmless: no escape sequences, nothing that turns a line around or hides.</summary>
internal static class PlainText
{
    public static string Of(string text) => string.Concat(text.EnumerateRunes().Select(rune => IsHarmless(rune) ? rune.ToString() : "\uFFFD"));

    /// <summary>Plain, cut to a length, and not read as markup.</summary>
    public static string Markup(string text, int length = 48)
    {
        var plain = Of(text);
        var elements = new StringInfo(plain);
        return (elements.LengthInTextElements > length ? elements.SubstringByTextElements(0, length - 1) + "…" : plain).EscapeMarkup();
    }

    private static bool IsHarmless(System.Text.Rune rune) => System.Text.Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
