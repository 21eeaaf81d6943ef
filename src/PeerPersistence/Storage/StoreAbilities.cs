namespace PeerPersistence;

/// <summary>A store that passes on what it is asked to another.</summary>
internal interface ILayeredStore : IKeyValueStore
{
    /// <summary>The other one; <c>null</c>: it is not open yet.</summary>
    IKeyValueStore? Inner { get; }
}

/// <summary>Finds what a store can do besides its contract, through whatever of ours lies in front of it.</summary>
internal static class StoreAbilities
{
    public static T? Ability<T>(this IKeyValueStore store) where T : class =>
        store as T ?? (store as ILayeredStore)?.Inner?.Ability<T>();
}
