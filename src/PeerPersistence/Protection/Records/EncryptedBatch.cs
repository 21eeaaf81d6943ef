namespace PeerPersistence;

/// <summary>Makes of a batch in clear the one for the inner store.</summary>
/// <remarks>Ciphertext differs each time, so the inner store is to expect what it holds now, if that opens to what was expected.</remarks>
internal static class EncryptedBatch
{
    /// <summary>The batch, or <c>null</c> where an expectation does not hold.</summary>
    public static async ValueTask<KeyValueBatch?> TryMakeAsync(
        RecordCipher cipher, KeyValueBatch batch, IKeyValueStore inner, CancellationToken cancellationToken)
    {
        var encrypted = new KeyValueBatch();
        foreach (var (key, expected) in batch.Expectations)
        {
            var innerKey = cipher.Hide(key);
            var stored = await inner.GetAsync(innerKey, cancellationToken).ConfigureAwait(false);
            if (!await HoldsAsync(cipher, innerKey, stored, expected, cancellationToken).ConfigureAwait(false))
                return null;
            encrypted.Expect(innerKey, stored);
        }

        foreach (var (key, value) in batch.Changes)
        {
            var innerKey = cipher.Hide(key);
            if (value is { } bytes)
                encrypted.Set(innerKey, await cipher.SealAsync(innerKey, bytes, cancellationToken).ConfigureAwait(false));
            else
                encrypted.Remove(innerKey);
        }

        return encrypted;
    }

    private static async ValueTask<bool> HoldsAsync(
        RecordCipher cipher, string innerKey, ReadOnlyMemory<byte>? stored, ReadOnlyMemory<byte>? expected, CancellationToken cancellationToken)
    {
        if (stored is not { } bytes || expected is not { } wanted)
            return stored is null && expected is null;
        var value = await cipher.OpenAsync(innerKey, bytes, cancellationToken).ConfigureAwait(false);
        return value.Span.SequenceEqual(wanted.Span);
    }
}
