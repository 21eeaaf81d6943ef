using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>What the seal of a backup is over: everything but what protects it.</summary>
internal static class BackupContent
{
    public const string Protection = "protection";

    /// <summary>Begins a seal over content; no base64url has a point.</summary>
    /// <remarks>The text that earlier seals are over never begins as content does.</remarks>
    private const string OverContent = "ps2.";

    /// <summary>What earlier versions wrote. Their seal joined names and values without lengths, so no other name may be there.</summary>
    private static readonly string[] EarlierNames = ["version", "exportDate", "peers", "leftOut"];

    public static string Seal(BackupSecrets secrets, byte[] content) => OverContent + secrets.Authenticate(content);

    /// <param name="secrets">Of the backup.</param>
    /// <param name="contents">What <see cref="Of"/> gave.</param>
    /// <param name="seal">As it stands in the backup.</param>
    public static bool IsSealed(BackupSecrets secrets, IReadOnlyList<byte[]> contents, string seal) =>
        contents.Any(content => secrets.IsAuthentic(content, IsOverContent(seal) ? seal[OverContent.Length..] : seal));

    /// <summary>What a seal may be over: the content; of an earlier version's seal the text, in each layout that it may have had.</summary>
    public static IReadOnlyList<byte[]> Of(JsonElement root, string seal) => IsOverContent(seal) ? [Canonical(root)] : Earlier(root);

    public static byte[] Canonical(JsonElement root) => CanonicalJson.HashOfObject(root, without: Protection);

    private static bool IsOverContent(string seal) => seal.StartsWith(OverContent, StringComparison.Ordinal);

    private static IReadOnlyList<byte[]> Earlier(JsonElement root)
    {
        var names = root.EnumerateObject().Select(property => property.Name).Where(name => name != Protection).ToList();
        if (names.Except(EarlierNames).Any() || names.Distinct().Count() != names.Count)
            return [];
        var unix = Indented(root).Replace("\r\n", "\n", StringComparison.Ordinal);
        return [Joined(root), Joined(unix), Joined(unix.Replace("\n", "\r\n", StringComparison.Ordinal))];
    }

    /// <summary>As an export is written.</summary>
    private static string Indented(JsonElement root)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true }))
            root.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static byte[] Joined(string json)
    {
        using var document = JsonDocument.Parse(json, new() { MaxDepth = PeerExportJson.MaxDepth });
        return Joined(document.RootElement);
    }

    private static byte[] Joined(JsonElement root) => Encoding.UTF8.GetBytes(string.Join('\n', root.EnumerateObject()
        .Where(property => property.Name != Protection).Select(property => property.Name + ":" + property.Value.GetRawText())));
}
