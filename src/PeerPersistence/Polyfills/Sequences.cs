#if NETSTANDARD2_1
namespace PeerPersistence;

/// <summary>LINQ that later frameworks have.</summary>
internal static class Sequences
{
    public static IEnumerable<(TFirst First, TSecond Second)> Zip<TFirst, TSecond>(
        this IEnumerable<TFirst> first, IEnumerable<TSecond> second) =>
        first.Zip(second, (one, other) => (one, other));

    public static IEnumerable<T[]> Chunk<T>(this IEnumerable<T> source, int size)
    {
        List<T> chunk = [];
        foreach (var each in source)
        {
            chunk.Add(each);
            if (chunk.Count < size)
                continue;
            yield return chunk.ToArray();
            chunk.Clear();
        }

        if (chunk.Count > 0)
            yield return chunk.ToArray();
    }

    public static IEnumerable<T> ExceptBy<T, TKey>(this IEnumerable<T> first, IEnumerable<TKey> second, Func<T, TKey> keyOf)
    {
        var known = new HashSet<TKey>(second);
        return first.Where(each => known.Add(keyOf(each)));
    }
}
#endif
