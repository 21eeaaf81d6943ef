namespace MeshChat;

/// <summary>What may be shown on a terminal: no escape sequences, nothing that reverses the line.</summary>
internal static class PlainText
{
    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= WireLimits.Name } && name.All(c => char.IsLetterOrDigit(c) || c is '-' or '_');

    public static bool IsLine(string? text) => text is { Length: > 0 and <= WireLimits.Text } && text.All(IsHarmless);

    /// <summary>Makes a typed line fit to be sent.</summary>
    public static string Clean(string text)
    {
        var clean = new string(text.Where(IsHarmless).Take(WireLimits.Text).ToArray());
        return clean.Length > 0 && char.IsHighSurrogate(clean[^1]) ? clean[..^1] : clean;
    }

    /// <summary>Whether a terminal, and what measures text for it, takes a character as text.</summary>
    public static bool IsHarmless(char c) => !char.IsControl(c) && c is not (>= '\u202a' and <= '\u202e')
        and not (>= '\u2066' and <= '\u2069') and not (>= '\ufdd0' and <= '\ufdef') and not '\ufffe' and not '\uffff';
}
