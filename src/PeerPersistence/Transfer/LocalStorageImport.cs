using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>Brings the users of the JavaScript original over, from a dump of their browser's storage.</summary>
public static class LocalStorageImport
{
    /// <summary>Reads a dump; hand the result to <see cref="IPeerTransfer.ImportDataAsync"/>.</summary>
    /// <remarks>
    /// <para>The dump is what <c>JSON.stringify(localStorage)</c> gives: an object of strings. Secrets are opened with the key that
    /// the original keeps beside them, and sealed anew by the import. One that cannot be opened is kept as it is, and its peer has
    /// <see cref="SecretStatus.Damaged"/>. A record that is no peer is reported by the import.</para>
    /// <para>The result holds the secrets in clear, in memory: do not keep it.</para>
    /// </remarks>
    /// <param name="json">The dump; at most <see cref="PeerLimits.PeersPerExport"/> peers.</param>
    /// <param name="keyPrefix">What the original's keys begin with.</param>
    /// <param name="maxSize">Characters that it may have; 16 Mi, which is more than browsers keep, unless you raise it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The peers, with their secrets in clear.</returns>
    /// <exception cref="ImportFormatException">It is no object of strings, or no peer is in it.</exception>
    public static async Task<PeerExport> ReadAsync(string json, string keyPrefix = "mesh:", int maxSize = 16 * 1024 * 1024,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (string.IsNullOrEmpty(keyPrefix))
            throw new ArgumentException($"A prefix must not be empty (was {(keyPrefix is null ? "null" : "empty")}).", nameof(keyPrefix));
        var keys = new StorageKeys(keyPrefix);
        var items = Parse(json, maxSize);
        var key = items.TryGetValue(keys.KeyRing, out var jwk) ? OriginalSecret.ReadKey(Encoding.UTF8.GetBytes(jwk)) : null;
        try
        {
            return await ReadAsync(items, keys, key, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static async Task<PeerExport> ReadAsync(
        Dictionary<string, string> items, StorageKeys keys, byte[]? key, CancellationToken cancellationToken)
    {
        List<PeerData> peers = [];
        List<ImportFailure> unreadable = [];
        var unopened = new Dictionary<string, string>(StringComparer.Ordinal);
        var ids = InOrder(items, keys);
        if (ids.Count > PeerLimits.PeersPerExport)
            throw new ImportFormatException($"A dump must hold at most {PeerLimits.PeersPerExport} peers (held {ids.Count}).");
        foreach (var (peerId, index) in ids.Select((id, index) => (id, index)))
        {
            if (!PeerJson.TryRead(Encoding.UTF8.GetBytes(items[keys.Peer(peerId)]), peerId, out var stored)
                || stored.Envelope?.Length > OriginalSecret.MaxLength)
            {
                unreadable.Add(new(index, peerId, "Its record is no peer, or its secret is too large."));
                continue;
            }

            var secret = stored.Peer.SharedSecret;
            if (stored.Envelope is { } envelope)
            {
                secret = key is null
                    ? null
                    : (await OriginalSecret.OpenAsync(envelope, key, cancellationToken).ConfigureAwait(false)).Secret;
                if (secret is null)
                    unopened[peerId] = SealedText.PutAside(envelope);
            }

            peers.Add(stored.Peer with { SharedSecret = secret });
        }

        return ids.Count == 0
            ? throw new ImportFormatException("The dump holds no peer.")
            : new() { IsOfStore = true, Peers = peers, SealedSecrets = unopened, Unreadable = unreadable };
    }

    /// <summary>As the index has them, then those it does not list.</summary>
    private static IReadOnlyList<string> InOrder(Dictionary<string, string> items, StorageKeys keys)
    {
        var stored = items.Keys.Select(keys.PeerOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var listed = items.TryGetValue(keys.IndexPage(0), out var index) ? IndexPage.Read(0, Encoding.UTF8.GetBytes(index)).Ids : [];
        return [.. listed.Where(stored.Contains),
            .. stored.Except(listed, StringComparer.Ordinal).OrderBy(id => id, StringComparer.Ordinal)];
    }

    private static Dictionary<string, string> Parse(string json, int maxSize)
    {
        if (json.Length > maxSize)
            throw new ImportFormatException($"A dump must have at most {maxSize} characters (had {json.Length}).");
        var utf8 = Encoding.UTF8.GetBytes(json.TrimStart(PeerExportJson.ByteOrderMark));
        LoneSurrogates.ReplaceIn(utf8);
        try
        {
            JsonBudget.Check(utf8, maxDepth: 64);
            if (JsonSerializer.Deserialize(utf8, PeerJsonContext.Stored.DictionaryStringString) is { } items && !items.ContainsValue(null!))
                return items;
        }
        catch (JsonException)
        {
        }

        throw new ImportFormatException("A dump of a browser's storage must be a JSON object of strings (was another JSON, or none).");
    }
}
