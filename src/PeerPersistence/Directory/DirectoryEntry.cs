namespace PeerPersistence;

/// <summary>What the directory holds of one id: where the index has it, and what its record says.</summary>
/// <remarks>One is in memory for every peer; a nullable number would take twice the room.</remarks>
internal sealed class DirectoryEntry
{
    private int _page = -1;

    /// <summary>The index page that lists the id; <c>null</c>: none.</summary>
    public int? Page { get => _page < 0 ? null : _page; set => _page = value ?? -1; }

    /// <summary>Characters of the record's key and value; 0: there is no record.</summary>
    public int Characters { get; set; }

    /// <summary>What the record says; <c>null</c> where there is none or it is damaged.</summary>
    public PeerSummary? Summary { get; set; }

    /// <summary>Tells whether bytes read later are still the record that <see cref="Summary"/> was made from.</summary>
    public ulong Fingerprint { get; set; }

    public bool HasRecord => Characters > 0;

    public bool IsDamaged => HasRecord && Summary is null;
}
