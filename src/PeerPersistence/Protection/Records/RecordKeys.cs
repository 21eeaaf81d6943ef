namespace PeerPersistence;

/// <summary>Hands out the keys of an encrypted store. None is made before the first commit, and none while records exist.</summary>
internal sealed class RecordKeys(IKeyValueStore inner, KeyRing ring, string recordPrefix)
{
    /// <summary>The keys, or <c>null</c> where nothing was stored yet.</summary>
    public async ValueTask<RecordCiphers?> ToReadAsync(CancellationToken cancellationToken) =>
        await ring.ExistsAsync(cancellationToken).ConfigureAwait(false) || await HasRecordsAsync(cancellationToken).ConfigureAwait(false)
            ? await CiphersAsync(mayCreate: false, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>The keys, made where nothing was stored yet.</summary>
    public async ValueTask<RecordCiphers> ToWriteAsync(CancellationToken cancellationToken)
    {
        var mayCreate = !await ring.ExistsAsync(cancellationToken).ConfigureAwait(false)
            && !await HasRecordsAsync(cancellationToken).ConfigureAwait(false);
        return await CiphersAsync(mayCreate, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<RecordCiphers> CiphersAsync(bool mayCreate, CancellationToken cancellationToken)
    {
        while (true)
        {
            var dataKeys = await ring.AllAsync(mayCreate, cancellationToken).ConfigureAwait(false);
            var ciphers = new List<RecordCipher>(dataKeys.Count);
            foreach (var dataKey in dataKeys)
            {
                if (dataKey.Copy() is { } key)
                    ciphers.Add(new(EnvelopeCipher.Default, recordPrefix, dataKey, key));
            }

            var all = new RecordCiphers(ciphers);
            if (ciphers.Count == dataKeys.Count)
                return all;
            // The ring was replaced meanwhile.
            all.Dispose();
        }
    }

    private async ValueTask<bool> HasRecordsAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in inner.ScanAsync(recordPrefix, cancellationToken).ConfigureAwait(false))
            return true;
        return false;
    }
}
