using System.Runtime.InteropServices;

namespace PeerPersistence;

/// <summary>Windows' own protection of data for the current user (DPAPI). Elsewhere every call says that it is not there.</summary>
public sealed class DpapiProvider : IUnsharedKeyProvider
{
    /// <inheritdoc/>
    public string Name => "dpapi";

    /// <inheritdoc/>
    public KeyStrength Strength => KeyStrength.OperatingSystem;

    /// <inheritdoc/>
    public ValueTask<byte[]> WrapAsync(
        ReadOnlyMemory<byte> dataKey, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Run(dataKey, associatedData, protect: true));
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> UnwrapAsync(
        ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Run(wrapped, associatedData, protect: false));
    }

    private static byte[] Run(ReadOnlyMemory<byte> data, ReadOnlyMemory<byte> entropy, bool protect)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            throw new SecretUnavailableException(
                "DPAPI is a part of Windows. On this platform use a PassphraseProvider, a KeyFileProvider or a DelegateKeyProvider.");

        return DataProtectionApi.TryRun(data.Span, entropy.Span, protect, out var result, out var error)
            ? result
            : throw new SecretUnavailableException(
                $"DPAPI refused (error {error}): the key belongs to another user or machine, or was changed.");
    }
}
