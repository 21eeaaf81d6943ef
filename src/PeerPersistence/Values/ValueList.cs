using System.Collections.ObjectModel;

namespace PeerPersistence;

/// <summary>A list that compares by content, so that records that hold one do. A copy: what it was made from may change.</summary>
internal sealed class ValueList<T>(IList<T> items) : ReadOnlyCollection<T>(items)
{
    public static ValueList<T> None { get; } = new([]);

    /// <returns><c>null</c> for <c>null</c>, which the checks of whoever takes the record refuse.</returns>
    public static ValueList<T> Of(IReadOnlyCollection<T>? items) => items switch
    {
        null => null!,
        ValueList<T> same => same,
        { Count: 0 } => None,
        _ => new([.. items]),
    };

    public override string ToString() => $"{Count} items";

    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj) || (obj is ValueList<T> other && Count == other.Count && this.SequenceEqual(other));

    // The first item tells most lists apart.
    public override int GetHashCode() => Count == 0 ? 0 : HashCode.Combine(Count, this[0]);
}
