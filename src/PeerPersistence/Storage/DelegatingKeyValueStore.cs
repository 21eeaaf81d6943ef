namespace PeerPersistence;

/// <summary>A store in front of another that passes everything on. Derive from it and override what your layer does.</summary>
/// <remarks>
/// <para>Abilities are passed on, too: what lies inside can still tell changes, compact, flush and change its keys. An ability that your
/// layer has itself, because it implements the interface, comes first. Override <see cref="GetAbility"/> to hide one.</para>
/// <para>A layer that gives keys or values another form overrides <see cref="GetAsync"/>, <see cref="ScanAsync"/>,
/// <see cref="CommitAsync"/> and <see cref="ChangesKeysOrValues"/>. A layer that watches reads overrides <see cref="GetManyAsync"/>,
/// too.</para>
/// <para>It is not disposable: what lies inside stays its owner's.</para>
/// </remarks>
/// <param name="inner">What lies inside.</param>
public abstract class DelegatingKeyValueStore(IKeyValueStore inner) : ILayeredStore, IBatchReadingStore
{
    /// <summary>What lies inside.</summary>
    public IKeyValueStore Inner { get; } = inner ?? throw new ArgumentNullException(nameof(inner));

    /// <summary>Whether what lies inside has other keys or other values than this layer. The default is <c>false</c>.</summary>
    /// <remarks>With <c>true</c> nobody gets past this layer: changes are not told, unless it is an <see cref="IChangeTrackingStore"/>
    /// itself, and many keys are read one by one through <see cref="GetAsync"/>, unless it overrides <see cref="GetManyAsync"/>.</remarks>
    protected virtual bool ChangesKeysOrValues => false;

    /// <inheritdoc/>
    public virtual ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default) =>
        Inner.GetAsync(key, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken = default) =>
        ChangesKeysOrValues ? OneByOneAsync(keys, cancellationToken) : Inner.GetManyAsync(keys, cancellationToken);

    /// <inheritdoc/>
    public virtual IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, CancellationToken cancellationToken = default) =>
        Inner.ScanAsync(prefix, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default) =>
        Inner.CommitAsync(batch, cancellationToken);

    /// <inheritdoc/>
    public virtual object? GetAbility(Type ability)
    {
        ArgumentNullException.ThrowIfNull(ability);
        if (ability == typeof(IBatchReadingStore))
            return Inner.Ability(ability) is null ? null : this;
        if (ability.IsInstanceOfType(this))
            return this;
        if (ChangesKeysOrValues && ability == typeof(IChangeTrackingStore))
            return null;
        return Inner.Ability(ability);
    }

    private async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> OneByOneAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var values = new ReadOnlyMemory<byte>?[keys.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = await GetAsync(keys[i], cancellationToken).ConfigureAwait(false);
        return values;
    }
}
