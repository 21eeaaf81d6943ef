namespace PeerPersistence;

/// <summary>Changes to several keys that take effect together, and conditions that must hold for them.</summary>
/// <remarks>
/// Chainable. Bytes are copied when they are given. The last word on a key wins: a <see cref="Set"/> after a
/// <see cref="Remove"/> sets, a second expectation replaces the first. Not thread-safe while it is filled.
/// </remarks>
public sealed class KeyValueBatch
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>?> _changes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReadOnlyMemory<byte>?> _expectations = new(StringComparer.Ordinal);

    /// <summary>What to write: bytes to set, <c>null</c> to remove.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>?> Changes => _changes;

    /// <summary>What must hold: these bytes, or absent where <c>null</c>.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>?> Expectations => _expectations;

    /// <summary>The same as <see cref="Changes"/>, for who goes through all and needs no box for that.</summary>
    internal Dictionary<string, ReadOnlyMemory<byte>?> AllChanges => _changes;

    /// <inheritdoc cref="AllChanges"/>
    internal Dictionary<string, ReadOnlyMemory<byte>?> AllExpectations => _expectations;

    /// <summary>Sets <paramref name="key"/> to a copy of <paramref name="value"/>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <returns>The same batch, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is <c>null</c>.</exception>
    public KeyValueBatch Set(string key, ReadOnlyMemory<byte> value)
    {
        ArgumentNullException.ThrowIfNull(key);
        _changes[key] = value.ToArray();
        return this;
    }

    /// <summary>Sets <paramref name="key"/> to bytes that nobody else has, so that they need no copy.</summary>
    internal KeyValueBatch SetOwn(string key, byte[] value)
    {
        _changes[key] = value;
        return this;
    }

    /// <summary>As <see cref="Expect(string, ReadOnlyMemory{byte}?)"/>, of bytes that a store gave, which nobody changes.</summary>
    internal KeyValueBatch ExpectRead(string key, ReadOnlyMemory<byte>? value)
    {
        _expectations[key] = value;
        return this;
    }

    /// <summary>Removes <paramref name="key"/>; nothing happens if it is absent.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The same batch, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is <c>null</c>.</exception>
    public KeyValueBatch Remove(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        _changes[key] = null;
        return this;
    }

    /// <summary>The commit takes place only if <paramref name="key"/> still holds exactly these bytes, or is absent.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The bytes, copied; <c>null</c>: the key must be absent.</param>
    /// <returns>The same batch, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is <c>null</c>.</exception>
    public KeyValueBatch Expect(string key, ReadOnlyMemory<byte>? value)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (value is { } bytes)
            _expectations[key] = bytes.ToArray();
        else
            _expectations[key] = null; // Not value?.ToArray(): a null array is converted to no bytes, which is a value.
        return this;
    }

    /// <inheritdoc cref="Expect(string, ReadOnlyMemory{byte}?)"/>
    /// <remarks>An overload of its own, because a <c>null</c> array would otherwise become "holds no bytes".</remarks>
    public KeyValueBatch Expect(string key, byte[]? value) => Expect(key, value is null ? null : (ReadOnlyMemory<byte>?)value);
}
