using System.Security.Cryptography;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>The seal of a backup that an earlier version wrote: over its text, in each layout that it may have had.</summary>
internal static class EarlierSeal
{
    /// <summary>What earlier versions wrote. Their seal joined names and values without lengths, so no other name may be there.</summary>
    private static readonly string[] s_names = ["version", "exportDate", "peers", "leftOut"];

    private delegate void Layout(ref Utf8JsonReader value, ReadOnlySpan<byte> utf8, IncrementalHash mac);

    /// <exception cref="InvalidOperationException">A text is no UTF-8.</exception>
    public static bool IsOver(BackupSecrets secrets, ReadOnlySpan<byte> utf8, string seal) =>
        IsOver(secrets, utf8, seal, AsWritten) || IsOver(secrets, utf8, seal, OfUnix) || IsOver(secrets, utf8, seal, OfWindows);

    private static bool IsOver(BackupSecrets secrets, ReadOnlySpan<byte> utf8, string seal, Layout layout)
    {
        using var mac = secrets.BeginAuthentication();
        var reader = new Utf8JsonReader(utf8, new() { MaxDepth = PeerExportJson.MaxDepth });
        var seen = new HashSet<string>();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isProtection = reader.ValueTextEquals(BackupContent.Protection);
            var name = isProtection ? null : NameOf(reader);
            reader.Read();
            if (isProtection)
            {
                reader.Skip();
                continue;
            }

            if (name is null || !seen.Add(name))
                return false;
            mac.AppendData(System.Text.Encoding.UTF8.GetBytes($"{(seen.Count > 1 ? "\n" : "")}{name}:"));
            layout(ref reader, utf8, mac);
        }

        return BackupSecrets.IsAuthentic(mac, seal);
    }

    private static string? NameOf(in Utf8JsonReader reader)
    {
        foreach (var name in s_names)
        {
            if (reader.ValueTextEquals(name))
                return name;
        }

        return null;
    }

    private static void AsWritten(ref Utf8JsonReader value, ReadOnlySpan<byte> utf8, IncrementalHash mac)
    {
        var start = (int)value.TokenStartIndex;
        value.Skip();
        mac.AppendData(utf8[start..(int)value.BytesConsumed]);
    }

    private static void OfUnix(ref Utf8JsonReader value, ReadOnlySpan<byte> utf8, IncrementalHash mac) => Indented(ref value, mac, "\n"u8);

    private static void OfWindows(ref Utf8JsonReader value, ReadOnlySpan<byte> utf8, IncrementalHash mac) =>
        Indented(ref value, mac, "\r\n"u8);

    private static void Indented(ref Utf8JsonReader value, IncrementalHash mac, ReadOnlySpan<byte> newLine) =>
        new IndentedJson(mac.AppendData, newLine.ToArray()).Write(ref value, depth: 1);
}
