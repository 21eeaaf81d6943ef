using System.Collections.ObjectModel;

namespace PeerPersistence;

/// <summary>A collection of ids of which only counts who is in it, in whatever order. A copy, as a <see cref="ValueList{T}"/> is.</summary>
internal sealed class ValueSet : ReadOnlyCollection<string>
{
    private readonly HashSet<string> _set;

    private ValueSet(HashSet<string> set) : base([.. set]) => _set = set;

    public static ValueSet None { get; } = new([]);

    /// <inheritdoc cref="ValueList{T}.Of"/>
    public static ValueSet Of(IReadOnlyCollection<string>? items) => items switch
    {
        null => null!,
        ValueSet same => same,
        { Count: 0 } => None,
        _ => new(items.ToHashSet(StringComparer.Ordinal)),
    };

    public override string ToString() => $"{Count} items";

    public override bool Equals(object? obj) => ReferenceEquals(this, obj) || (obj is ValueSet other && _set.SetEquals(other._set));

    public override int GetHashCode() => Count;
}
