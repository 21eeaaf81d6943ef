namespace PeerPersistence;

/// <summary>The direction of a sort.</summary>
public enum PeerSortOrder
{
    /// <summary>Latest or best first.</summary>
    Descending,

    /// <summary>Oldest or worst first.</summary>
    Ascending,
}
