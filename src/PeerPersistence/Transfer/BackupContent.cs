namespace PeerPersistence;

/// <summary>What the seal of a backup is over: everything but what protects it.</summary>
internal static class BackupContent
{
    public const string Protection = "protection";

    /// <summary>Begins a seal over content; no base64url has a point.</summary>
    /// <remarks>The text that earlier seals are over never begins as content does.</remarks>
    private const string OverContent = "ps2.";

    public static string Seal(BackupSecrets secrets, ReadOnlyMemory<byte> utf8) => OverContent + secrets.Authenticate(Canonical(utf8));

    /// <param name="secrets">Of the backup.</param>
    /// <param name="utf8">The backup.</param>
    /// <param name="seal">As it stands in the backup.</param>
    public static bool IsSealed(BackupSecrets secrets, ReadOnlyMemory<byte> utf8, string seal)
    {
        try
        {
            return seal.StartsWith(OverContent, StringComparison.Ordinal)
                ? secrets.IsAuthentic(Canonical(utf8), seal[OverContent.Length..])
                : EarlierSeal.IsOver(secrets, utf8.Span, seal);
        }
        catch (InvalidOperationException)
        {
            return false; // No seal is over what is no UTF-8.
        }
    }

    private static byte[] Canonical(ReadOnlyMemory<byte> utf8) =>
        CanonicalJson.HashOfObject(utf8, without: Protection, PeerExportJson.MaxDepth);
}
