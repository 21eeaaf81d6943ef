using System.Security.Cryptography;

namespace PeerPersistence;

/// <content>Envelopes that do not open: what is wrong with them, and which key they need.</content>
internal sealed partial class SecretProtector
{
    // Tracing takes a hundred times as long as opening. A store full of strange envelopes must not make every reading slow.
    private const int MostTraces = 256;

    private int _traces;

    /// <summary>Adds the keys of the ring that a stored secret may need; none for what no key of this ring sealed.</summary>
    public async ValueTask AddNeedsAsync(SecretContext context, string envelope, NeededKeys needed, CancellationToken cancellationToken)
    {
        if (!SealedText.IsOurs(envelope))
            return;
        try
        {
            if (Envelope.FromText(envelope) is not { } bytes)
                needed.AddAll();
            else if (Envelope.KeyId(bytes) is { } keyId
                && await IsSealedUnderAsync(context, keyId, bytes, cancellationToken).ConfigureAwait(false))
                needed.Add(keyId);
            else if (await FindSealerAsync(bytes, cancellationToken).ConfigureAwait(false) is { } id)
                needed.Add(id);
            else if (Envelope.IsOfLaterVersion(envelope))
                needed.AddAll();
        }
        catch (SecretUnavailableException)
        {
            // One of the keys cannot be had, so nobody can tell.
            needed.AddAll();
        }
    }

    private async ValueTask<bool> IsSealedUnderAsync(
        SecretContext context, uint keyId, byte[] envelope, CancellationToken cancellationToken)
    {
        var (opened, _) = await OpenAsync(context, keyId, envelope, cancellationToken).ConfigureAwait(false);
        CryptographicOperations.ZeroMemory(opened.Plaintext);
        return opened.Fault != EnvelopeFault.WrongKey;
    }

    private async ValueTask<SecretStatus> StatusOfUnreadableAsync(string text, byte[]? envelope, CancellationToken cancellationToken)
    {
        if (!Envelope.IsOfLaterVersion(text))
            return SecretStatus.Damaged;
        // One changed bit looks like a later version, too.
        return envelope is not null && await Ring.ExistsAsync(cancellationToken).ConfigureAwait(false)
            && await WasSealedHereAsync(envelope, cancellationToken).ConfigureAwait(false)
                ? SecretStatus.Damaged
                : SecretStatus.NewerVersion;
    }

    private async ValueTask<bool> WasSealedHereAsync(byte[] envelope, CancellationToken cancellationToken) =>
        Interlocked.Increment(ref _traces) <= MostTraces
            && await FindSealerAsync(envelope, cancellationToken).ConfigureAwait(false) is not null;

    private async ValueTask<uint?> FindSealerAsync(byte[] envelope, CancellationToken cancellationToken)
    {
        foreach (var dataKey in await Ring.AllAsync(mayCreate: false, cancellationToken).ConfigureAwait(false))
        {
            // Replaced meanwhile: the present ones are asked.
            if (dataKey.Copy() is not { } key)
                return await FindSealerAsync(envelope, cancellationToken).ConfigureAwait(false);
            try
            {
                if (EnvelopeTrace.IsSealedUnder(key, dataKey.Id, envelope))
                    return dataKey.Id;
            }
            finally
            {
                CryptographicOperations.ZeroMemory(key);
            }
        }

        return null;
    }
}
