namespace PeerPersistence;

/// <summary>Finds the layers of a store that have keys, those that others hide included.</summary>
/// <remarks>
/// A layer that does not say what lies inside it still passes calls on. So one call is made that finds nothing, and whoever has keys and
/// gets it says so. Who answers a read of a key that it has never seen, and a commit, without asking the store inside, is not found out.
/// </remarks>
internal static class KeyLayers
{
    private static readonly AsyncLocal<List<IRekeyableStore>?> s_asking = new();

    /// <summary>The one layer to change the keys of; <c>null</c>: none has any.</summary>
    /// <exception cref="PeerPersistenceException">There are others whose keys would stay as they are.</exception>
    public static async Task<IRekeyableStore?> OfAsync(IKeyValueStore store, CancellationToken cancellationToken)
    {
        var reached = store.Ability<IRekeyableStore>();
        if ((await AllAsync(store, cancellationToken).ConfigureAwait(false)).Exists(layer => layer != reached))
            throw new PeerPersistenceException(
                "The store must pass on the re-keying of every layer that encrypts, and it hides one: derive the layers in front of it " +
                    "from " +
                "DelegatingKeyValueStore, or change the keys of each by its own methods. Nothing was changed.");
        return reached;
    }

    /// <summary>Called by a layer that has keys, with every read and commit.</summary>
    public static void Passes(IRekeyableStore layer)
    {
        if (s_asking.Value is not { } found)
            return;
        lock (found)
            found.Add(layer);
    }

    private static async Task<List<IRekeyableStore>> AllAsync(IKeyValueStore store, CancellationToken cancellationToken)
    {
        var found = new List<IRekeyableStore>();
        for (var layer = store as ILayeredStore; layer is not null; layer = layer.Inner as ILayeredStore)
        {
            if (layer is IRekeyableStore encrypting)
                found.Add(encrypting);
        }

        s_asking.Value = found; // Until this method returns.
        var nobody = "nobody:" + Guid.NewGuid().ToString("N");
        await store.GetAsync(nobody, cancellationToken).ConfigureAwait(false);
        await store.CommitAsync(new KeyValueBatch().Expect(nobody, (byte[]?)null), cancellationToken).ConfigureAwait(false);
        return found;
    }
}
