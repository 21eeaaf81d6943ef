using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Text.Json;
using PeerPersistence.Benchmarks.Storage;

namespace PeerPersistence.Benchmarks.Startup;

/// <summary>A process that starts, finds whom to try first, and ends.</summary>
internal static class ColdStart
{
    /// <summary>What it does.</summary>
    public enum Way
    {
        /// <summary>Nothing: the floor.</summary>
        Empty,

        /// <summary>What apps write by hand: a JSON file, read whole, sorted by when each peer was last seen.</summary>
        JsonFile,

        /// <summary>The library on a file store.</summary>
        FileStore,

        /// <summary>The same, with the best candidate's secret opened under a key file.</summary>
        FileStoreWithSecret,
    }

    public static string Describe(Way way) => way switch
    {
        Way.Empty => "an empty program",
        Way.JsonFile => "a JSON file by hand, last seen first",
        Way.FileStore => "the file store, first candidate",
        _ => "the same, with its secret",
    };

    /// <summary>Writes what the processes read.</summary>
    public static async Task PrepareAsync(string folder, int count)
    {
        var peers = Enumerable.Range(0, count).Select(i => SamplePeers.Make(i)).ToList();
        await File.WriteAllBytesAsync(JsonFile(folder), JsonSerializer.SerializeToUtf8Bytes(peers));
        foreach (var way in new[] { Way.FileStore, Way.FileStoreWithSecret })
        {
            await using var store = await FileKeyValueStore.OpenAsync(StoreFile(folder, way));
            await using var service = Service(store, folder);
            await service.StorePeersAsync(peers.Select(peer => peer with { SharedSecret = way == Way.FileStoreWithSecret ? "from a handshake" : null }));
        }
    }

    /// <summary>Runs one and waits for its end.</summary>
    /// <returns>How many methods it compiled, and how many bytes it allocated.</returns>
    public static async Task<(long Methods, long Bytes)> RunAsync(Way way, string folder)
    {
        string[] arguments = ["exec", Path.Combine(AppContext.BaseDirectory, "PeerPersistence.Benchmarks.dll"), "start", way.ToString(), folder];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var said = (await process.StandardOutput.ReadToEndAsync()).Split(' ');
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{way} ended with {process.ExitCode}.");
        return (long.Parse(said[0], CultureInfo.InvariantCulture), long.Parse(said[1], CultureInfo.InvariantCulture));
    }

    /// <summary>What the process does; 0 where it found somebody.</summary>
    public static async Task<int> BeAsync(string way, string folder)
    {
        var exit = await DoAsync(way, folder);
        var (methods, bytes) = (JitInfo.GetCompiledMethodCount(), GC.GetTotalAllocatedBytes(precise: true));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{methods} {bytes}"));
        return exit;
    }

    private static async Task<int> DoAsync(string way, string folder)
    {
        switch (Enum.Parse<Way>(way))
        {
            case Way.Empty:
                return 0;
            case Way.JsonFile:
                var peers = JsonSerializer.Deserialize<List<PeerData>>(await File.ReadAllBytesAsync(JsonFile(folder)))!;
                return peers.MaxBy(peer => peer.LastSeen) is null ? 1 : 0;
            case var library:
                await using (var store = await FileKeyValueStore.OpenAsync(StoreFile(folder, library)))
                await using (var service = Service(store, folder))
                {
                    var first = (await service.GetReconnectionCandidatesAsync(new() { Limit = 1 })).Single();
                    return first.Peer.SecretStatus == (library == Way.FileStoreWithSecret ? SecretStatus.Available : SecretStatus.None) ? 0 : 1;
                }
        }
    }

    private static PeerPersistenceService Service(FileKeyValueStore store, string folder) =>
        new(store, keys: new KeyFileProvider(Path.Combine(folder, "peers.key")));

    private static string JsonFile(string folder) => Path.Combine(folder, "peers.json");

    private static string StoreFile(string folder, Way way) => Path.Combine(folder, way + ".db");
}
