namespace PeerPersistence;

/// <summary>What a record is read for, and so how much of it has to be there.</summary>
internal enum RecordUse
{
    /// <summary>All of it, as whoever writes it again must have it.</summary>
    Change,

    /// <summary>All but what is remembered of its addresses, which nobody is shown: a seventh less.</summary>
    Show,

    /// <summary>What a <see cref="PeerSummary"/> is made of. Of the servers and addresses that say nothing for one there is only that they
    /// can be read; see <see cref="PeerDocument.HasAddressesLeftOut"/>.</summary>
    Summarize,
}
