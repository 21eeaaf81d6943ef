namespace PeerPersistence;

/// <summary>A store that can take itself off the disk.</summary>
internal interface IErasableStore : IKeyValueStore
{
    /// <summary>Deletes the file, and what was set aside of it, while the store is open, so that nobody else opens it before it is gone.
    /// Then only dispose of the store.</summary>
    Task EraseAsync();
}
