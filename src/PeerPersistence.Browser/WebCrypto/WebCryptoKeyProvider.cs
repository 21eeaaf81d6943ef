namespace PeerPersistence;

/// <summary>A master key of the browser's: scripts can use it and never read it. It lies in IndexedDB, for all tabs of a site.</summary>
/// <remarks>
/// <para>Made when the first secret is stored, never afterwards: where the site's data were deleted the key is gone, and the peers with
/// it. A backup under a passphrase is the way back.</para>
/// <para>A script that someone plants on the page cannot take the key away, but it can have secrets opened while the page is there. Who
/// reads this user's files may find the key in the browser's profile.</para>
/// </remarks>
/// <param name="name">One name, one key; <c>default</c> unless named.</param>
public sealed class WebCryptoKeyProvider(string name = "default") : IUnsharedKeyProvider
{
    private readonly string _name = name ?? throw new ArgumentNullException(nameof(name));

    /// <inheritdoc/>
    public string Name => "webcrypto";

    /// <inheritdoc/>
    public KeyStrength Strength => KeyStrength.FileSystem;

    /// <inheritdoc/>
    public ValueTask<byte[]> WrapAsync(
        ReadOnlyMemory<byte> dataKey, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return OperatingSystem.IsBrowser()
            ? new(WebCryptoMasterKey.AskAsync("wrap", _name, dataKey, associatedData))
            : throw new SecretUnavailableException(PrerenderedStore.Refusal);
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> UnwrapAsync(
        ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return OperatingSystem.IsBrowser()
            ? new(WebCryptoMasterKey.AskAsync("unwrap", _name, wrapped, associatedData))
            : throw new SecretUnavailableException(PrerenderedStore.Refusal);
    }
}
