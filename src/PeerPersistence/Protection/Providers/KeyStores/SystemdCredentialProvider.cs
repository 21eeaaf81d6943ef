using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>A master key that systemd hands to a service: 32 random bytes, a credential of its unit.</summary>
/// <remarks>
/// The key is made elsewhere, once, and only read here: <c>LoadCredentialEncrypted=NAME</c> in the unit (or <c>LoadCredential=</c>), the
/// file <c>$CREDENTIALS_DIRECTORY/NAME</c> in the service. A credential that is neither this user's nor root's, or that others may write
/// to, is refused.
/// </remarks>
public sealed class SystemdCredentialProvider : IUnsharedKeyProvider
{
    private const string FolderVariable = "CREDENTIALS_DIRECTORY";

    // More than a key has, so that a file that is none is found out without reading all of it.
    private const int MostBytes = 64;

    private readonly string _credential;
    private readonly Func<string?> _folder;
    private readonly StoredMasterKey _key;

    /// <summary>Creates the provider; the credential is not read before it is needed.</summary>
    /// <param name="credential">The name of the credential, such as <c>peers.key</c>.</param>
    /// <exception cref="ArgumentException">It is no name of a file in a folder.</exception>
    public SystemdCredentialProvider(string credential) : this(credential, () => Environment.GetEnvironmentVariable(FolderVariable)) { }

    internal SystemdCredentialProvider(string credential, Func<string?> folder)
    {
        ArgumentNullException.ThrowIfNull(credential);
        if (credential is "" or "." or ".." || credential.IndexOfAny(['/', '\\', ':', '\0']) >= 0)
            throw new ArgumentException($"A credential must have the name of a file, without a folder (was '{credential}').", nameof(credential));
        (_credential, _folder, _key) = (credential, folder, new($"{Name}: {credential}", _ => new([Read()]), save: null));
    }

    /// <inheritdoc/>
    public string Name => "systemd credential";

    /// <inheritdoc/>
    public KeyStrength Strength => KeyStrength.OperatingSystem;

    /// <inheritdoc/>
    public ValueTask<byte[]> WrapAsync(
        ReadOnlyMemory<byte> dataKey, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default) =>
        _key.WrapAsync(dataKey, associatedData, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<byte[]> UnwrapAsync(
        ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default) =>
        _key.UnwrapAsync(wrapped, associatedData, cancellationToken);

    private byte[] Read()
    {
        if (_folder() is not { Length: > 0 } folder)
            throw new SecretUnavailableException(
                $"There are no credentials of systemd ({FolderVariable} is not set). Name '{_credential}' in the service's unit: " +
                    $"LoadCredentialEncrypted={_credential}.");
        var path = Path.Combine(folder, _credential);
        try
        {
            using var file = PhysicalFileSystem.Instance.Open(path, FileAccess.Read);
            UnixTrust.Verify(file.Status.Rights, path);
            var buffer = new byte[MostBytes];
            var key = buffer[..file.Read(0, buffer)];
            CryptographicOperations.ZeroMemory(buffer);
            return key;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretUnavailableException($"The credential '{_credential}' cannot be read: {IoErrors.CauseOf(e)}", e);
        }
    }
}
