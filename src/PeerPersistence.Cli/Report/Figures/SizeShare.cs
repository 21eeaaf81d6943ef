namespace PeerPersistence.Cli;

/// <summary>What takes the room in a store.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Entries">How many keys.</param>
/// <param name="Bytes">Of keys and values.</param>
internal sealed record SizeShare(string Name, int Entries, long Bytes)
{
    public static async Task<IReadOnlyList<SizeShare>> ReadAsync(IKeyValueStore store, string prefix, CancellationToken cancellationToken)
    {
        var shares = new Dictionary<string, SizeShare>(StringComparer.Ordinal);
        await foreach (var (key, value) in store.ScanAsync("", cancellationToken).ConfigureAwait(false))
        {
            var name = NameOf(key, prefix);
            var share = shares.GetValueOrDefault(name) ?? new(name, 0, 0);
            shares[name] = share with
            {
                Entries = share.Entries + 1,
                Bytes = share.Bytes + System.Text.Encoding.UTF8.GetByteCount(key) + value.Length,
            };
        }

        return [.. shares.Values.OrderByDescending(share => share.Bytes)];
    }

    private static string NameOf(string key, string prefix) =>
        key.StartsWith(prefix, StringComparison.Ordinal) ? key[prefix.Length..] switch
    {
        var name when name.StartsWith("peer:", StringComparison.Ordinal) => "peer records",
        "encryption:key" => "key ring",
        var name when name.StartsWith("peers:index", StringComparison.Ordinal) => "index",
        _ => "housekeeping",
    }
    : "other applications";
}
