namespace PeerPersistence;

/// <summary>Makes of a batch in clear the one for the inner store.</summary>
/// <remarks>Ciphertext differs each time, so the inner store is to expect what it holds now, if that opens to what was expected.</remarks>
internal static class EncryptedBatch
{
    /// <summary>The batch, or <c>null</c> where an expectation does not hold.</summary>
    public static async ValueTask<KeyValueBatch?> TryMakeAsync(
        RecordCiphers ciphers, KeyValueBatch batch, IKeyValueStore inner, CancellationToken cancellationToken)
    {
        var encrypted = new KeyValueBatch();
        var innerKeys = batch.Expectations.Keys.SelectMany(key => ciphers.OldestFirst.Select(cipher => cipher.Hide(key))).ToList();
        var found = await inner.GetManyAsync(innerKeys, cancellationToken).ConfigureAwait(false);
        var next = 0;
        foreach (var (_, expected) in batch.Expectations)
        {
            ReadOnlyMemory<byte>? value = null;
            foreach (var cipher in ciphers.OldestFirst)
            {
                var (innerKey, stored) = (innerKeys[next], found[next++]);
                encrypted.Expect(innerKey, stored);
                if (stored is { } bytes)
                    value ??= await cipher.OpenAsync(innerKey, bytes, cancellationToken).ConfigureAwait(false);
            }

            if (!AreSame(value, expected))
                return null;
        }

        foreach (var (key, value) in batch.Changes)
        {
            foreach (var cipher in ciphers.Retired)
                encrypted.Remove(cipher.Hide(key));

            var innerKey = ciphers.Active.Hide(key);
            if (value is { } bytes)
                encrypted.Set(innerKey, await ciphers.Active.SealAsync(innerKey, bytes, cancellationToken).ConfigureAwait(false));
            else
                encrypted.Remove(innerKey);
        }

        return encrypted;
    }

    private static bool AreSame(ReadOnlyMemory<byte>? value, ReadOnlyMemory<byte>? expected) =>
        value is { } bytes && expected is { } wanted ? bytes.Span.SequenceEqual(wanted.Span) : value is null && expected is null;
}
