using System.Text;

namespace PeerPersistence.CrashTests.Kernel;

/// <summary>Four writers commit to a new store, which is compacted now and then.</summary>
internal sealed record CommitWorkload(string Name, string Command, Func<string, Task<IKeyValueStore>> OpenAsync, int Share) : Workload(Name, Lines: 300, Share)
{
    private const int Writers = 4;

    public override IReadOnlyList<string[]> Children(string folder) => [[Command, Store(folder), $"{Writers}"]];

    public override async Task CheckAsync(string folder, IReadOnlyDictionary<string, int> told)
    {
        var store = await OpenAsync(Store(folder));
        await using var closing = (IAsyncDisposable)store;
        var all = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await foreach (var (key, value) in store.ScanAsync(""))
            all.Add(key, value.ToArray());
        for (var writer = 0; writer < Writers; writer++)
        {
            var first = all.GetValueOrDefault($"first-{writer}");
            var number = first is null ? 0 : Number(first);
            RequireVersion(number, told.GetValueOrDefault($"{writer}"), $"writer {writer}");
            Require(Same(first, all.GetValueOrDefault($"second-{writer}")), "a commit is there entirely or not at all");
            for (var i = Math.Max(1, number - 49); i <= number; i++)
                Require(all.TryGetValue($"log-{writer}-{i % 50}", out var logged) && Number(logged) == i, $"number {i} of writer {writer} is there");
            Require(all.Keys.Count(key => key.StartsWith($"log-{writer}-", StringComparison.Ordinal)) == Math.Min(number, 50), "nothing else is there");
        }
    }

    private static string Store(string folder) => Path.Combine(folder, "peers.db");

    private static bool Same(byte[]? one, byte[]? other) => one is null ? other is null : one.AsSpan().SequenceEqual(other);

    private static int Number(byte[] value)
    {
        var number = int.Parse(Encoding.ASCII.GetString(value.AsSpan(0, 19)), provider: null);
        Require(value.Length == 100 + number % 1400 && !value.AsSpan(20).ContainsAnyExcept((byte)number), "a value is whole");
        return number;
    }
}
