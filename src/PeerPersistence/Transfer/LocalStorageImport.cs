using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>Brings the users of the JavaScript original over, from a dump of their browser's storage.</summary>
public static class LocalStorageImport
{
    // An object, a place in a list that grows, and what its text takes besides its characters.
    private const int BytesOfAFailure = 120;

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
        var dump = Parse(json, keys, maxSize);
        var key = dump.KeyRing is { } jwk ? OriginalSecret.ReadKey(jwk) : null;
        try
        {
            return await ReadAsync(dump, key, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static async Task<PeerExport> ReadAsync(StorageDump dump, byte[]? key, CancellationToken cancellationToken)
    {
        var names = dump.PeersInOrder();
        if (names.Count == 0)
            throw new ImportFormatException("The dump holds no peer.");
        if (names.Count > PeerLimits.PeersPerExport)
            throw new ImportFormatException($"A dump must hold at most {PeerLimits.PeersPerExport} peers (held {names.Count}).");
        var peers = new DumpedPeers(dump.Utf8);
        List<ImportFailure> unreadable = [];
        for (var i = 0; i < names.Count; i++)
        {
            var peerId = dump.PeerAt(names[i]);
            var value = dump.ValueAt(names[i]);
            if (peers.TryAdd(value, peerId, i, out var envelope) is { } failure)
            {
                dump.Kept.Take(BytesOfAFailure + (sizeof(char) * (failure.Reason.Length + peerId.Length)));
                unreadable.Add(failure);
            }
            else if (envelope is not null && key is not null
                && (await OriginalSecret.OpenAsync(envelope, key, cancellationToken).ConfigureAwait(false)).Secret is { } secret)
            {
                peers.Opened(value, secret);
            }
        }

        return new() { IsOfStore = true, Peers = peers, Source = peers, Unreadable = unreadable };
    }

    private static StorageDump Parse(string json, StorageKeys keys, int maxSize)
    {
        if (json.Length > maxSize)
            throw new ImportFormatException($"A dump must have at most {maxSize} characters (had {json.Length}).");
        try
        {
            return new(PeerExportReader.ToUtf8(json), keys);
        }
        catch (Exception e) when (PeerJson.IsDamage(e))
        {
            throw new ImportFormatException("A dump of a browser's storage must be a JSON object of strings (was another JSON, or none).");
        }
    }
}
