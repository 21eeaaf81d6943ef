using System.Globalization;
using System.Runtime.InteropServices.JavaScript;

namespace PeerPersistence.Browser.TestApp;

/// <summary>Lone strict commits of the same record, by the store, by its JavaScript, and by IndexedDB alone.</summary>
internal static partial class Commits
{
    private const int InARow = 10;

    /// <summary>So many rows of each. They take turns, so that each has the same machine.</summary>
    public static async Task<string> SplitAsync(string rows)
    {
        using var module = await JSHost.ImportAsync("commits", "../commits.js");
        await using var store = new IndexedDbKeyValueStore("commits of .NET");
        var batch = new KeyValueBatch().Set("mesh:peer:somebody", new byte[1500]);
        var frame = Frames.Batch(batch);
        await store.CommitAsync(batch);
        for (var row = int.Parse(rows, CultureInfo.InvariantCulture); row > 0; row--)
        {
            for (var i = 0; i < InARow; i++)
            {
                Begin();
                await store.CommitAsync(batch);
                Know();
                End("store");
            }

            await ByModuleAsync(frame, InARow);
            await ByIndexedDbAsync(frame, InARow);
        }

        return Told();
    }

    [JSImport("begin", "commits")]
    private static partial void Begin();

    [JSImport("know", "commits")]
    private static partial void Know();

    [JSImport("end", "commits")]
    private static partial void End(string who);

    [JSImport("byModule", "commits")]
    private static partial Task ByModuleAsync(byte[] frame, int times);

    [JSImport("byIndexedDb", "commits")]
    private static partial Task ByIndexedDbAsync(byte[] frame, int times);

    [JSImport("told", "commits")]
    private static partial string Told();
}
