using System.Globalization;
using System.Text;

namespace PeerPersistence;

/// <summary>What is left of a text when all that looks alike is written the same way; for comparing, not for showing. Pure.</summary>
/// <remarks>
/// After Unicode's skeleton (UTS #39) with a table of our own, of the letters that most fonts draw the same: Cyrillic, Greek and
/// Armenian for Latin, digits for letters, all hyphens and quotes. Forms of compatibility (full width, ligatures, mathematical letters)
/// are Unicode's.
/// </remarks>
internal static class Skeleton
{
    // Each letter above stands for the one below it.
    private const string Looks =
        "авсԁеѕһіјӏкмнорԛгтухԝьпԍ" + "АВСЕЅНІЈӀКМОРԚТУХԜԌ" + "αβςεηικμνορστυχζγω" + "ΑΒΕΗΙΚΜΝΟΡΤΥΧΖ" + "օոսհցազԼՍՕ" + "ɑɡıȷʟ"
        + "0O1I|" + "‐‑‒–—−﹘" + "’‘ʼ`´′";

    private const string Likes =
        "abcdeshijlkmhopqrtyxwbng" + "ABCESHlJlKMOPQTYXWG" + "abcenlkmvopotuxzyw" + "ABEHlKMNOPTYXZ" + "onuhgwqLUO" + "agljl"
        + "OOlll" + "-------" + "''''''";

    private static readonly Dictionary<char, char> s_likes = Looks.Zip(Likes).ToDictionary(pair => pair.First, pair => pair.Second);

    public static string Of(string text)
    {
        var skeleton = new StringBuilder(text.Length);
        foreach (var letter in Decomposed(text))
        {
            if (!IsInvisible(letter))
                skeleton.Append(s_likes.GetValueOrDefault(letter, letter));
        }

        return skeleton.Replace("rn", "m").Replace("vv", "w").Replace("VV", "W").ToString().Trim();
    }

    /// <summary>Zero width, soft hyphens, directions, variants of a glyph; a space of whatever width is no letter either.</summary>
    private static bool IsInvisible(char letter) =>
        char.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.Control
        || letter is (>= '\uFE00' and <= '\uFE0F') or '\u034F' or '\u115F' or '\u1160' or '\u3164';

    private static string Decomposed(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKD);
        }
        catch (Exception e) when (e is ArgumentException or PlatformNotSupportedException)
        {
            return text; // Half a surrogate pair, or a platform without the tables.
        }
    }
}
