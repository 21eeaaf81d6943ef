namespace PeerPersistence;

/// <summary>A store in front of another: a cache, a meter, an encryption.</summary>
/// <remarks>
/// A layer says what lies inside it and passes on every ability that it does not change. Derive from
/// <see cref="DelegatingKeyValueStore"/> rather than implementing this. A layer that implements <see cref="IKeyValueStore"/> alone hides
/// all abilities of what lies inside it.
/// </remarks>
public interface ILayeredStore : IKeyValueStore
{
    /// <summary>What lies inside; <c>null</c> as long as it is not open.</summary>
    IKeyValueStore? Inner { get; }

    /// <summary>What this layer and all inside it can do besides the contract.</summary>
    /// <param name="ability">An interface such as <see cref="IChangeTrackingStore"/>.</param>
    /// <returns>This layer where it has the ability itself, what lies inside where that has it and this layer does not get into its
    /// way, or <c>null</c>. The answer stays the same.</returns>
    object? GetAbility(Type ability);
}
