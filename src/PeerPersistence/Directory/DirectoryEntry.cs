using System.Runtime.InteropServices;

namespace PeerPersistence;

/// <summary>What the directory holds of one id: its record's summary, and where the index has it.</summary>
/// <remarks>One is in memory for every peer; a nullable number would take twice the room.</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly struct DirectoryEntry
{
    private readonly int _pageAfter;

    /// <summary>The record, damaged or not; <c>null</c>: there is none.</summary>
    public PeerSummary? Record { get; init; }

    /// <summary>The index page that lists the id; <c>null</c>: none.</summary>
    public int? Page { get => _pageAfter == 0 ? null : _pageAfter - 1; init => _pageAfter = value + 1 ?? 0; }

    /// <summary>What the record says; <c>null</c> if there is none or it is damaged.</summary>
    public PeerSummary? Summary => Record is { IsDamaged: false } ? Record : null;

    public bool HasRecord => Record is not null;

    public bool IsDamaged => Record is { IsDamaged: true };
}
