namespace PeerPersistence;

/// <summary>What an import makes of a peer that is stored already. Pure; a key or secret is never blanked.</summary>
internal static class ImportMerge
{
    /// <returns><c>null</c>: the stored one stays as it is.</returns>
    public static PeerData? Merge(PeerData stored, PeerData imported, ImportConflict onConflict, DateTimeOffset now) => onConflict switch
    {
        ImportConflict.Replace => imported with { PublicKey = imported.PublicKey ?? stored.PublicKey },
        ImportConflict.KeepNewest when imported.LastSeen > stored.LastSeen => PeerMerge.Merge(stored, imported, now),
        _ => null,
    };
}
