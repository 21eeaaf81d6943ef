using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace PeerPersistence.ConformanceTests.Broken;

/// <summary>Turns keys into others before it uses them.</summary>
internal sealed class FoldsKeys(TinyPlace place, Func<string, string> fold) : TinyStore(place)
{
    public static string Utf8(string key) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(key));

    public static string CString(string key) => key.IndexOf('\0') is >= 0 and var end ? key[..end] : key;

    protected override byte[]? Read(string key) => base.Read(fold(key));

    protected override void Change(string key, ReadOnlyMemory<byte>? value) => base.Change(fold(key), value);
}

internal sealed class TakesAThousandKeys(TinyPlace place) : TinyStore(place)
{
    private int _changes;

    protected override void Change(string key, ReadOnlyMemory<byte>? value)
    {
        if (_changes++ < 1000)
            base.Change(key, value);
    }
}

internal sealed class SortsBy(TinyPlace place, IComparer<string> order) : TinyStore(place)
{
    public static IComparer<string> Utf8 { get; } = Comparer<string>.Create((a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)));

    public static IComparer<string> Nothing { get; } = Comparer<string>.Create((a, b) => a.GetHashCode(StringComparison.Ordinal).CompareTo(b.GetHashCode(StringComparison.Ordinal)));

    protected override IEnumerable<KeyValuePair<string, byte[]>> Sorted(IEnumerable<KeyValuePair<string, byte[]>> found) =>
        found.OrderBy(pair => pair.Key, order);
}

internal sealed class MatchesBy(TinyPlace place, Func<string, string, bool> matches) : TinyStore(place)
{
    public static bool ByCulture(string key, string prefix) => key.StartsWith(prefix, ignoreCase: false, CultureInfo.InvariantCulture);

    public static bool WithoutCase(string key, string prefix) => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    public static bool Anywhere(string key, string prefix) => key.Contains(prefix, StringComparison.Ordinal);

    public static bool Longer(string key, string prefix) => key.Length > prefix.Length && key.StartsWith(prefix, StringComparison.Ordinal);

    /// <summary>As a range from the prefix to the prefix with U+FFFF behind it.</summary>
    public static bool InRange(string key, string prefix) =>
        string.CompareOrdinal(key, prefix) >= 0 && string.CompareOrdinal(key, prefix + '\uffff') < 0;

    /// <summary>As LIKE does: _ is any one character.</summary>
    public static bool ByPattern(string key, string prefix) =>
        key.Length >= prefix.Length && prefix.Zip(key).All(pair => pair.First == '_' || pair.First == pair.Second);

    protected override bool Matches(string key, string prefix) => matches(key, prefix);
}

internal sealed class ScansOldValues(TinyPlace place) : TinyStore(place)
{
    private readonly Dictionary<string, byte[]> _first = new(StringComparer.Ordinal);

    protected override IEnumerable<KeyValuePair<string, byte[]>> Sorted(IEnumerable<KeyValuePair<string, byte[]>> found) =>
        base.Sorted(found.Select(pair => KeyValuePair.Create(pair.Key, _first.GetValueOrDefault(pair.Key, pair.Value))));

    protected override void Note(KeyValueBatch batch)
    {
        foreach (var (key, value) in Place.Values)
            _first.TryAdd(key, value);
    }
}

/// <summary>Reads one entry after the other while others write.</summary>
internal sealed class ScansLive(TinyPlace place) : TinyStore(place)
{
    public override async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var (key, _) in base.ScanAsync(prefix, cancellationToken))
        {
            if (await GetAsync(key, cancellationToken) is { } value)
                yield return new(key, value);
        }
    }
}

/// <summary>Refuses to work while a scan is open, and never notices when one is left early.</summary>
internal sealed class OneScanAtATime(TinyPlace place) : TinyStore(place)
{
    private bool _scanning;

    public override async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Begin(prefix, cancellationToken);
        _scanning = true;
        var found = new List<KeyValuePair<string, ReadOnlyMemory<byte>>>();
        await foreach (var pair in base.ScanAsync(prefix, cancellationToken))
            found.Add(pair);
        foreach (var pair in found)
            yield return pair;
        _scanning = false;
    }

    protected override void Begin(object argument, CancellationToken cancellationToken)
    {
        base.Begin(argument, cancellationToken);
        if (_scanning && argument is not "")
            throw new InvalidOperationException("A scan is open.");
    }
}

internal sealed class OneCursor(TinyPlace place) : TinyStore(place)
{
    private IEnumerator<KeyValuePair<string, byte[]>> _cursor = Enumerable.Empty<KeyValuePair<string, byte[]>>().GetEnumerator();

    public override async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Begin(prefix, cancellationToken);
        lock (Gate)
            _cursor = Sorted(Place.Values.Where(pair => Matches(pair.Key, prefix))).ToList().GetEnumerator();
        while (_cursor.MoveNext())
        {
            yield return new(_cursor.Current.Key, _cursor.Current.Value);
            await Task.CompletedTask;
        }
    }
}
