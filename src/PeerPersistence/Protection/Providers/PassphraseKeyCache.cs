using System.Security.Cryptography;
using System.Text;

namespace PeerPersistence;

/// <summary>The keys that passphrases gave, the wrong ones included, so that the long derivation runs once for each.</summary>
internal sealed class PassphraseKeyCache(RandomFill random, Func<string, PassphraseParameters, Task<byte[]>> derive) : IDisposable
{
    private const int Capacity = 8;

    private readonly List<Entry> _entries = [];
    private readonly AsyncGate _gate = new();
    private readonly byte[] _fingerprintKey = NewFingerprintKey(random);
    private bool _isDisposed;

    /// <summary>How often the long derivation ran.</summary>
    public int Derivations { get; private set; }

    /// <summary>The key, as a copy that the caller clears.</summary>
    public async ValueTask<byte[]> GetAsync(string passphrase, PassphraseParameters parameters, CancellationToken cancellationToken)
    {
        var fingerprint = Fingerprint(passphrase);
        using (await _gate.EnterAsync(cancellationToken).ConfigureAwait(false))
        {
            if (Find(entry => entry.IsOf(fingerprint) && entry.Parameters.SameAs(parameters)) is { } known)
                return known.Key.ToArray();

            var key = await derive(passphrase, parameters).ConfigureAwait(false);
            Derivations++;
            var copy = key.ToArray();
            Add(new(fingerprint, parameters, key));
            return copy;
        }
    }

    /// <summary>Remembers that a key of a ring opened with these, or was wrapped: whatever else stands in a ring may be planted.</summary>
    public void Opened(string passphrase, byte[] ring, PassphraseParameters parameters)
    {
        var fingerprint = Fingerprint(passphrase);
        if (parameters.Rounds >= PassphraseParameters.DefaultRounds
            && Find(entry => entry.IsOf(fingerprint) && entry.Parameters.SameAs(parameters)) is { } opened)
            opened.Ring = ring;
    }

    /// <summary>Parameters that opened a key of this ring, so that wrapping another one for it does not derive again.</summary>
    public PassphraseParameters? OpenedFor(string passphrase, byte[] ring)
    {
        var fingerprint = Fingerprint(passphrase);
        return Find(entry => entry.IsOf(fingerprint) && entry.Ring is { } opened && opened.AsSpan().SequenceEqual(ring))?.Parameters;
    }

    public void Dispose()
    {
        lock (_entries)
        {
            _isDisposed = true;
            while (_entries.Count > 0)
                RemoveFirst();
        }
    }

    private static byte[] NewFingerprintKey(RandomFill random)
    {
        var key = new byte[32];
        random(key);
        return key;
    }

    private Entry? Find(Predicate<Entry> wanted)
    {
        lock (_entries)
            return _entries.FindLast(wanted);
    }

    private void Add(Entry entry)
    {
        lock (_entries)
        {
            _entries.Add(entry);
            // A derivation takes long enough to end after this was disposed.
            if (_isDisposed || _entries.Count > Capacity)
                RemoveFirst();
        }
    }

    private void RemoveFirst()
    {
        CryptographicOperations.ZeroMemory(_entries[0].Key);
        _entries.RemoveAt(0);
    }

    private byte[] Fingerprint(string passphrase)
    {
        var fingerprint = new byte[32];
        HMACSHA256.HashData(_fingerprintKey, Encoding.UTF8.GetBytes(passphrase), fingerprint);
        return fingerprint;
    }

    private sealed record Entry(byte[] Fingerprint, PassphraseParameters Parameters, byte[] Key)
    {
        /// <summary>The ring that it opened a key of; <c>null</c>: none.</summary>
        public byte[]? Ring { get; set; }

        public bool IsOf(byte[] fingerprint) => CryptographicOperations.FixedTimeEquals(Fingerprint, fingerprint);

        public override string ToString() => nameof(Entry);
    }
}
