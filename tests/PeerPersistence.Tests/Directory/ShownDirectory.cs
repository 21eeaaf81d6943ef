using System.Reflection;
using System.Text;

namespace PeerPersistence.Tests;

/// <summary>A directory as a text in which everything stands that it knows: two that know the same are the same text.</summary>
internal static class ShownDirectory
{
    private static readonly PropertyInfo[] s_properties =
        [.. typeof(PeerSummary).GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)];

    /// <summary>
    /// The first that a directory that was built of the summaries says otherwise than one that was built of the records.
    /// </summary>
    public static async Task<string?> DifferenceAsync(IKeyValueStore store, StorageKeys keys, TimeProvider time)
    {
        using var opened = new StoreMirror(store, keys, time);
        await opened.OpenAsync(default);
        return FirstDifference(Of(opened.Directory), await OfTheRecordsAsync(store, keys, time));
    }

    public static string? FirstDifference(string found, string wanted) => found == wanted
        ? null
        : found.Split('\n').Zip(wanted.Split('\n')).Where(pair => pair.First != pair.Second)
            .Select(pair => $"[{pair.First}] should be [{pair.Second}]").FirstOrDefault("there are more or fewer");

    public static async Task<string> OfTheRecordsAsync(IKeyValueStore store, StorageKeys keys, TimeProvider time)
    {
        using var read = new StoreMirror(store, keys, time);
        await read.RebuildAsync(default);
        return Of(read.Directory);
    }

    public static string Of(PeerDirectory directory)
    {
        List<string> shown =
        [
            $"{directory.Count} {directory.PlacesTaken} {directory.DamagedCount} {directory.EstimatedSizeBytes} {directory.HasSecrets} {directory.Mend().Count}",
            string.Join(',', directory.Foretold),
            .. directory.Ids(),
        ];
        HashSet<int> pages = [];
        foreach (var id in directory.Ids().Order(StringComparer.Ordinal))
        {
            var page = directory.PageOf(id);
            if (page is not null && pages.Add(page.Number))
                shown.Add($"{page.Number} {Encoding.UTF8.GetString(page.Stored?.ToArray() ?? [])}");
            shown.Add($"{page?.Number} {directory.IsDamaged(id)} {(directory.Find(id) is { } summary ? Of(summary) : "")}");
        }

        return string.Join('\n', shown);
    }

    public static string Of(PeerSummary summary) =>
        string.Join(' ', s_properties.Select(property => $"{property.Name}={Of(property.GetValue(summary))}"));

    private static string? Of(object? value) => value switch
    {
        PresenceState state => state.ToBase64(),
        IEnumerable<ushort> numbers => string.Join(',', numbers),
        _ => value?.ToString(),
    };
}
