using System.Security.Cryptography;
using System.Text;

namespace PeerPersistence;

/// <summary>
/// What one data key of an encrypted store makes of names and values, for the length of one operation; cleared when disposed.
/// </summary>
internal sealed class RecordCipher(EnvelopeCipher cipher, string prefix, DataKey dataKey, byte[] key) : IDisposable
{
    private readonly byte[] _storeId = dataKey.Ring.Document.StoreId;
    private readonly byte[] _nameKeys = NameKeys(key, dataKey.Ring.Document.StoreId);

    public DataKey DataKey => dataKey;

    /// <summary>The inner store's key for a key.</summary>
    public string Hide(string name) => prefix + RecordNames.Hide(_nameKeys, name);

    /// <summary>The key for an inner store's key, or <c>null</c> where that is none of this store's.</summary>
    public string? Reveal(string innerKey) =>
        innerKey.StartsWith(prefix, StringComparison.Ordinal) ? RecordNames.Reveal(_nameKeys, innerKey.AsSpan(prefix.Length)) : null;

    public async ValueTask<ReadOnlyMemory<byte>> SealAsync(
        string innerKey, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) =>
        Encoding.ASCII.GetBytes(Envelope.ToText(
            await cipher.SealAsync(dataKey.Id, key, value, Context(innerKey), cancellationToken).ConfigureAwait(false)));

    /// <summary>The value; no bytes where it is damaged.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> OpenAsync(
        string innerKey, ReadOnlyMemory<byte> stored, CancellationToken cancellationToken) =>
        await TryOpenAsync(innerKey, stored, cancellationToken).ConfigureAwait(false);

    /// <summary>The value, or <c>null</c> where what is stored was not sealed by us for this key.</summary>
    public async ValueTask<byte[]?> TryOpenAsync(string innerKey, ReadOnlyMemory<byte> stored, CancellationToken cancellationToken) =>
        Envelope.FromText(Encoding.ASCII.GetString(stored.Span)) is { } envelope
            ? (await cipher.OpenAsync(key, envelope, Context(innerKey), cancellationToken).ConfigureAwait(false)).Plaintext
            : null;

    /// <summary>Whether a value was sealed with this key, whatever became of it or its name since.</summary>
    public bool Sealed(byte[] envelope) => EnvelopeTrace.IsSealedUnder(key, dataKey.Id, envelope);

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(_nameKeys);
    }

    private static byte[] NameKeys(byte[] key, byte[] storeId)
    {
        var keys = new byte[RecordNames.KeysLength];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, keys, storeId, "PeerPersistence record names"u8);
        return keys;
    }

    private byte[] Context(string innerKey) =>
        AssociatedData.Join(AssociatedData.Part("PeerPersistence record"), _storeId, AssociatedData.Part(innerKey));
}
