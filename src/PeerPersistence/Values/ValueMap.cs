using System.Collections.ObjectModel;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>A dictionary that compares by content, in whatever order. A copy, as a <see cref="ValueList{T}"/> is.</summary>
internal sealed class ValueMap<T> : ReadOnlyDictionary<string, T>
{
    private static readonly IEqualityComparer<T> Comparer =
        typeof(T) == typeof(JsonElement) ? (IEqualityComparer<T>)(object)JsonContent.Comparer : EqualityComparer<T>.Default;

    private ValueMap(IDictionary<string, T> entries) : base(entries)
    {
    }

    /// <summary>What it holds, not to be changed.</summary>
    public IDictionary<string, T> Entries => Dictionary;

    public static ValueMap<T> None { get; } = new(new Dictionary<string, T>());

    /// <inheritdoc cref="ValueList{T}.Of"/>
    /// <param name="entries">What to copy.</param>
    /// <param name="keep">Makes of each value what is kept; <c>null</c>: it stays.</param>
    public static ValueMap<T> Of(IReadOnlyDictionary<string, T>? entries, Func<T, T>? keep = null) => entries switch
    {
        null => null!,
        ValueMap<T> same => same,
        { Count: 0 } => None,
        _ => Copied(entries, keep),
    };

    /// <summary>Without a copy: nobody else has the entries.</summary>
    public static ValueMap<T> Owning(IDictionary<string, T>? entries) =>
        entries is null or Dictionary<string, T> { Count: 0 } ? None : new(entries);

    // Apart, so that the closure is made only here.
    private static ValueMap<T> Copied(IReadOnlyDictionary<string, T> entries, Func<T, T>? keep) =>
        new(entries.ToDictionary(entry => entry.Key, entry => keep is null ? entry.Value : keep(entry.Value), StringComparer.Ordinal));

    public override string ToString() => $"{Count} items";

    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj) || (obj is ValueMap<T> other && Count == other.Count
            && this.All(entry => other.TryGetValue(entry.Key, out var value) && Comparer.Equals(entry.Value, value)));

    // Names alone, in no order: values take long to read.
    public override int GetHashCode() => Keys.Aggregate(Count, (hash, key) => hash ^ StringComparer.Ordinal.GetHashCode(key));
}
