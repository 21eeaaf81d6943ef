namespace PeerPersistence;

/// <summary>Finds what a store can do besides its contract, through the layers in front of it.</summary>
public static class StoreAbilities
{
    /// <summary>Finds an ability of a store through its layers.</summary>
    /// <remarks>Ask for it in this way. A type test sees the outermost layer only.</remarks>
    /// <typeparam name="T">The ability: an interface such as <see cref="IFlushableStore"/>.</typeparam>
    /// <param name="store">The store, or the outermost of its layers.</param>
    /// <returns>The store as the ability, or <c>null</c> if it cannot, or a layer hides that it can.</returns>
    public static T? Ability<T>(this IKeyValueStore store) where T : class => store.Ability(typeof(T)) as T;

    /// <summary>Finds an ability of a store through its layers, by its type.</summary>
    /// <param name="store">The store, or the outermost of its layers.</param>
    /// <param name="ability">The ability: an interface such as <see cref="IFlushableStore"/>.</param>
    /// <returns>The store as the ability, or <c>null</c> if it cannot, or a layer hides that it can.</returns>
    public static object? Ability(this IKeyValueStore store, Type ability)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(ability);
        return store is ILayeredStore layer ? layer.GetAbility(ability) : ability.IsInstanceOfType(store) ? store : null;
    }

    /// <summary>Gets rid of the bytes of what was removed or replaced, where the store can and has room for it.</summary>
    internal static async Task<bool> TryCompactAsync(this IKeyValueStore store, CancellationToken cancellationToken)
    {
        if (store.Ability<ICompactingStore>() is not { } compacting)
            return false;
        try
        {
            await compacting.CompactAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is StoreFullException or StoreLockedException)
        {
            return false;
        }
    }

    /// <summary>Reads several values: in one call if the store is an <see cref="IBatchReadingStore"/>, otherwise one by one.</summary>
    /// <param name="store">The store, or the outermost of its layers.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The values, in the order of <paramref name="keys"/>; <c>null</c> for a key that is not there.</returns>
    /// <exception cref="PeerPersistenceException">The store cannot be read.</exception>
    public static async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
        this IKeyValueStore store, IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count > 1 && store.Ability<IBatchReadingStore>() is { } reading)
            return await reading.GetManyAsync(keys, cancellationToken).ConfigureAwait(false);
        var values = new ReadOnlyMemory<byte>?[keys.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = await store.GetAsync(keys[i], cancellationToken).ConfigureAwait(false);
        return values;
    }
}
