using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>The keys that passphrases gave, the wrong ones included, so that the long derivation runs once for each.</summary>
internal sealed class DerivedKeys(Func<byte[], Argon2idHeader, byte[]> derive) : IDisposable
{
    private const int Capacity = 8;

    private readonly List<(byte[] Of, FixedKeyProvider Key)> _known = [];
    private readonly SemaphoreSlim _gate = new(1);
    private readonly byte[] _fingerprintKey = NewFingerprintKey();
    private bool _isDisposed;

    /// <summary>The key, which stays this object's; derived on another thread.</summary>
    public async ValueTask<FixedKeyProvider> GetAsync(byte[] passphrase, Argon2idHeader header, CancellationToken cancellationToken)
    {
        // Nothing of the passphrase is kept.
        var fingerprint = Fingerprint([.. header.ToBytes(), .. passphrase]);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var known = _known.FindIndex(one => CryptographicOperations.FixedTimeEquals(one.Of, fingerprint));
            if (known >= 0)
                return _known[known].Key;

            var key = await Task.Run(() => derive(passphrase, header), cancellationToken).ConfigureAwait(false);
            _known.Add((fingerprint, new(key)));
            CryptographicOperations.ZeroMemory(key);
            if (_known.Count > Capacity)
                _known.RemoveAt(0);
            return _known[^1].Key;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _gate.Wait();
        _isDisposed = true;
        _known.ForEach(one => one.Key.Dispose());
        _known.Clear();
        _gate.Release();
    }

    private static byte[] NewFingerprintKey()
    {
        var key = new byte[32];
        RandomNumberGenerator.Fill(key);
        return key;
    }

    private byte[] Fingerprint(byte[] bytes)
    {
        using var mac = new HMACSHA256(_fingerprintKey);
        var fingerprint = mac.ComputeHash(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return fingerprint;
    }
}
