namespace PeerPersistence.Cli;

/// <summary>What a store holds.</summary>
internal static class StoreContent
{
    extension(IKeyValueStore store)
    {
        /// <summary>Whether there is a key that begins so.</summary>
        public async Task<bool> AnyAsync(string prefix, CancellationToken cancellationToken)
        {
            await foreach (var _ in store.ScanAsync(prefix, cancellationToken).ConfigureAwait(false))
                return true;
            return false;
        }
    }
}
