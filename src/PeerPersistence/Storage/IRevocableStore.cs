namespace PeerPersistence;

/// <summary>A store in a place that somebody else may clear, as a browser does when room is short.</summary>
internal interface IRevocableStore : IKeyValueStore
{
    /// <summary>Whether the owner of the place agreed to keep what lies there.</summary>
    Task<bool> IsPersistedAsync(CancellationToken cancellationToken);
}
