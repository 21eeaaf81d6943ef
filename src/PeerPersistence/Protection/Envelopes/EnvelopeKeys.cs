using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>What one envelope's header makes of a key: the AES key, the nonce and the commitment. Cleared when disposed.</summary>
internal sealed class EnvelopeKeys : IDisposable
{
    private const int KeyLength = 32;
    private const int NonceLength = 12;

    private readonly byte[] _derived = new byte[KeyLength + NonceLength + Envelope.CommitmentLength];

    public EnvelopeKeys(ReadOnlySpan<byte> key, ReadOnlySpan<byte> header) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, _derived, header, []);

    public ReadOnlyMemory<byte> Key => _derived.AsMemory(0, KeyLength);

    public ReadOnlyMemory<byte> Nonce => _derived.AsMemory(KeyLength, NonceLength);

    public ReadOnlySpan<byte> Commitment => _derived.AsSpan(KeyLength + NonceLength);

    public void Dispose() => CryptographicOperations.ZeroMemory(_derived);
}
