namespace PeerPersistence;

/// <summary>Asks a list without an enumerator, which would be made for every peer.</summary>
internal static class ListExtensions
{
    public static bool Exists<T>(this IReadOnlyList<T> items, Func<T, bool> holds)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (holds(items[i]))
                return true;
        }

        return false;
    }
}
