namespace PeerPersistence;

/// <summary>The optional ability of a store to say by itself that somebody else committed, so that nobody has to ask often.</summary>
/// <remarks>A signal may be missed, or come for nothing: what changed is what <see cref="IChangeTrackingStore"/> tells.</remarks>
internal interface IChangeSignal : IKeyValueStore
{
    /// <summary>Raised after a commit of somebody else's. Handlers must be quick and must not throw.</summary>
    event Action? Changed;
}
