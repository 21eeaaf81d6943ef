using System.Security.Cryptography;
using System.Text;

namespace PeerPersistence.Tests.Protection;

internal static class TestProviders
{
    public static FixedKeyProvider Fixed(byte fill = 1) => new(Enumerable.Range(fill, 32).Select(i => (byte)i).ToArray());

    /// <summary>A passphrase whose key is derived at once instead of slowly: for trying it thousands of times.</summary>
    public static PassphraseProvider Quick(string passphrase) => new(() => passphrase, EnvelopeCipher.Default, (text, parameters) =>
        Task.FromResult(HMACSHA256.HashData(Encoding.UTF8.GetBytes(text), parameters.ToBytes())));
}

/// <summary>Counts what it is asked, and can be made to fail.</summary>
internal sealed class CountingProvider(IMasterKeyProvider inner) : IMasterKeyProvider
{
    private int _wraps;
    private int _unwraps;

    public int Wraps => _wraps;

    public int Unwraps => _unwraps;

    public Exception? Failure { get; set; }

    public string Name => inner.Name;

    public KeyStrength Strength => inner.Strength;

    public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _wraps);
        return Failure is null ? inner.WrapAsync(dataKey, associatedData, cancellationToken) : throw Failure;
    }

    public ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _unwraps);
        return Failure is null ? inner.UnwrapAsync(wrapped, associatedData, cancellationToken) : throw Failure;
    }
}

/// <summary>Lets nobody go on before all have come to wrap their first key.</summary>
internal sealed class MeetingProvider(IMasterKeyProvider inner, int expected) : IMasterKeyProvider
{
    private readonly TaskCompletionSource _allThere = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _there;

    public string Name => inner.Name;

    public KeyStrength Strength => inner.Strength;

    public async ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default)
    {
        if (Interlocked.Increment(ref _there) == expected)
            _allThere.SetResult();
        await _allThere.Task.WaitAsync(TimeSpan.FromMinutes(5), cancellationToken);
        return await inner.WrapAsync(dataKey, associatedData, cancellationToken);
    }

    public ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default) =>
        inner.UnwrapAsync(wrapped, associatedData, cancellationToken);
}

/// <summary>A platform without AES-GCM.</summary>
internal sealed class MissingCipher : IAeadCipher
{
    public bool IsSupported => false;

    public ValueTask EncryptAsync(
        ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> nonce, ReadOnlyMemory<byte> plaintext, ReadOnlyMemory<byte> associatedData,
        Memory<byte> destination, CancellationToken cancellationToken) => throw new InvalidOperationException();

    public ValueTask<bool> DecryptAsync(
        ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> nonce, ReadOnlyMemory<byte> ciphertextAndTag, ReadOnlyMemory<byte> associatedData,
        Memory<byte> destination, CancellationToken cancellationToken) => throw new InvalidOperationException();
}
