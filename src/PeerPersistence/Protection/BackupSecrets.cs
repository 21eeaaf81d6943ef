using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>The secrets of one backup: sealed under a key of its own, which a passphrase wraps.</summary>
internal sealed class BackupSecrets : IDisposable
{
    private const int KeyLength = 32;
    private const uint KeyId = 1;

    private static readonly byte[] WrappingContext = AssociatedData.Join(AssociatedData.Part("PeerPersistence backup key"));

    private readonly byte[] _key;

    private BackupSecrets(string header, byte[] key) => (Header, _key) = (header, key);

    /// <summary>The wrapped key with the passphrase's parameters, to be written into the backup: base64url.</summary>
    public string Header { get; }

    /// <summary>Begins a backup.</summary>
    public static async ValueTask<BackupSecrets> BeginAsync(PassphraseProvider passphrase, CancellationToken cancellationToken)
    {
        var key = new byte[KeyLength];
        EnvelopeCipher.Default.Random(key);
        var wrapped = await passphrase.WrapAsync(key, WrappingContext, cancellationToken).ConfigureAwait(false);
        return new(Base64Url.Encode(wrapped), key);
    }

    /// <summary>Unlocks a backup.</summary>
    /// <exception cref="SecretUnavailableException">The passphrase is wrong, or the header was changed.</exception>
    /// <exception cref="ImportFormatException">The header is none.</exception>
    public static async ValueTask<BackupSecrets> UnlockAsync(
        PassphraseProvider passphrase, string header, CancellationToken cancellationToken)
    {
        if (Base64Url.Decode(header) is not { } wrapped || PassphraseParameters.Read(wrapped) is null)
            throw new ImportFormatException("The protection of the backup is damaged.");
        return new(header, await passphrase.UnwrapAsync(wrapped, WrappingContext, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Seals the secret of one peer, or the credential of one of its servers.</summary>
    public async ValueTask<string> SealAsync(string peerId, string? server, string secret, CancellationToken cancellationToken)
    {
        var plaintext = SecretText.ToBytes(secret);
        try
        {
            return Envelope.ToText(
                await EnvelopeCipher.Default.SealAsync(KeyId, _key, plaintext, Context(peerId, server), cancellationToken)
                    .ConfigureAwait(false));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    /// <summary>Opens what <see cref="SealAsync"/> sealed; damaged where it was changed, moved, or comes from another backup.</summary>
    public async ValueTask<OpenedSecret> OpenAsync(string peerId, string? server, string envelope, CancellationToken cancellationToken)
    {
        if (Envelope.FromText(envelope) is not { } bytes)
            return new(SecretStatus.Damaged, null);
        var opened = await EnvelopeCipher.Default.OpenAsync(_key, bytes, Context(peerId, server), cancellationToken).ConfigureAwait(false);
        return opened.Plaintext is { } plaintext ? SecretText.FromBytes(plaintext) : new(SecretStatus.Damaged, null);
    }

    /// <summary>A seal over everything else in the backup, so that no other byte of it can be changed either.</summary>
    public string Authenticate(ReadOnlySpan<byte> content)
    {
        using var mac = BeginAuthentication();
        mac.AppendData(content);
        return Base64Url.Encode(mac.GetHashAndReset());
    }

    /// <summary>Takes the content of <see cref="Authenticate"/> piece by piece.</summary>
    public IncrementalHash BeginAuthentication()
    {
        var key = new byte[KeyLength];
        try
        {
            HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, key, [], "PeerPersistence backup content"u8);
            return IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Whether <see cref="Authenticate"/> gave this for the same content.</summary>
    public bool IsAuthentic(ReadOnlySpan<byte> content, string authentication)
    {
        using var mac = BeginAuthentication();
        mac.AppendData(content);
        return IsAuthentic(mac, authentication);
    }

    /// <inheritdoc cref="IsAuthentic(ReadOnlySpan{byte}, string)"/>
    public static bool IsAuthentic(IncrementalHash content, string authentication) =>
        Base64Url.Decode(authentication) is { } given && CryptographicOperations.FixedTimeEquals(given, content.GetHashAndReset());

    /// <summary>Clears the key.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_key);

    private static byte[] Context(string peerId, string? server) => server is null
        ? AssociatedData.Join(AssociatedData.Part("PeerPersistence backup secret"), AssociatedData.Part(peerId))
        : AssociatedData.Join(
            AssociatedData.Part("PeerPersistence backup credential"), AssociatedData.Part(peerId), AssociatedData.Part(server));
}
