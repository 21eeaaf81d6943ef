using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>Seals the secrets of one store and opens them again.</summary>
internal sealed partial class SecretProtector : IDisposable
{
    private readonly EnvelopeCipher _cipher;

    public SecretProtector(IKeyValueStore store, string keyRingKey, IMasterKeyProvider provider)
        : this(store, keyRingKey, provider, EnvelopeCipher.Default) { }

    internal SecretProtector(IKeyValueStore store, string keyRingKey, IMasterKeyProvider provider, EnvelopeCipher cipher) =>
        (Ring, _cipher) = (new(store, keyRingKey, provider, cipher), cipher);

    /// <summary>The data keys. None is made or read before the first secret.</summary>
    public KeyRing Ring { get; }

    /// <summary>Whether the platform has the cipher.</summary>
    public bool CanSeal => _cipher.IsSupported;

    /// <inheritdoc cref="SealAsync(SecretContext, string, bool, KeyValueBatch, CancellationToken, Func{ValueTask{bool}})"/>
    public ValueTask<string> SealAsync(SecretContext context, string secret, bool mayCreateKeys, CancellationToken cancellationToken) =>
        SealAsync(context, secret, mayCreateKeys, null, cancellationToken);

    /// <summary>Seals a secret.</summary>
    /// <param name="context">Where it belongs.</param>
    /// <param name="secret">In clear.</param>
    /// <param name="mayCreateKeys">Whether keys are made if there are none; never while sealed data exists.</param>
    /// <param name="batch">The commit that will store it: gets the expectation that the keys are still the same ones. When that
    /// commit returns <c>false</c>, call <see cref="Forget"/> and seal again.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <param name="sealNothing">Asked whether the keys seal nothing, where they cannot be had: then new ones take their place.</param>
    /// <exception cref="SecretUnavailableException">The master key is missing or wrong, the platform has no AES-GCM, or there are no
    /// keys and none may be made. Nothing was minted.</exception>
    public async ValueTask<string> SealAsync(
        SecretContext context, string secret, bool mayCreateKeys, KeyValueBatch? batch, CancellationToken cancellationToken,
        Func<ValueTask<bool>>? sealNothing = null)
    {
        _cipher.ThrowIfNotSupported();
        var plaintext = SecretText.ToBytes(secret);
        byte[]? key = null;
        try
        {
            DataKey active;
            do
                active = await ActiveAsync(mayCreateKeys, sealNothing, cancellationToken).ConfigureAwait(false);
            while ((key = active.Copy()) is null);

            var bound = context.ToBytes(active.Ring.Document.StoreId);
            var envelope = await _cipher.SealAsync(active.Id, key, plaintext, bound, cancellationToken).ConfigureAwait(false);
            if (batch is not null)
                Ring.Expect(batch, active);
            return Envelope.ToText(envelope);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    /// <summary>Opens a secret; never throws for key trouble or damage.</summary>
    public async ValueTask<OpenedSecret> OpenAsync(SecretContext context, string envelope, CancellationToken cancellationToken)
    {
        var bytes = Envelope.FromText(envelope);
        try
        {
            if (bytes is null || Envelope.KeyId(bytes) is not { } keyId)
                return new(await StatusOfUnreadableAsync(envelope, bytes, cancellationToken).ConfigureAwait(false), null);
            var (opened, ring) = await OpenAsync(context, keyId, bytes, cancellationToken).ConfigureAwait(false);
            // Another process may have made new keys, with the same ids, after clearing everything.
            if (opened.Fault == EnvelopeFault.WrongKey && ring is not null
                && await Ring.RefreshAsync(ring, cancellationToken).ConfigureAwait(false))
                (opened, _) = await OpenAsync(context, keyId, bytes, cancellationToken).ConfigureAwait(false);
            return opened switch
            {
                { Fault: EnvelopeFault.None } => SecretText.FromBytes(opened.Plaintext!),
                { Fault: EnvelopeFault.WrongKey } when !await WasSealedHereAsync(bytes, cancellationToken).ConfigureAwait(false) =>
                    new(SecretStatus.KeyUnavailable, null) { IsKeyGone = true },
                _ => new(SecretStatus.Damaged, null),
            };
        }
        catch (SecretUnavailableException)
        {
            return new(SecretStatus.KeyUnavailable, null);
        }
    }

    /// <summary>Seals a secret again where it is not sealed under the active key: after a rotation.</summary>
    /// <param name="context">Where it belongs; it keeps its revision.</param>
    /// <param name="envelope">As it is stored.</param>
    /// <param name="batch">The commit that will store it, as in sealing; it must expect the record as it was read.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The envelope to store and <see cref="SecretStatus.Available"/>; the same envelope where it need not or cannot be
    /// sealed again, with the reason where it cannot.</returns>
    /// <exception cref="SecretUnavailableException">The active key cannot be had.</exception>
    public async ValueTask<(string Envelope, SecretStatus Status)> ResealAsync(
        SecretContext context, string envelope, KeyValueBatch batch, CancellationToken cancellationToken)
    {
        var active = await Ring.ActiveAsync(mayCreate: false, cancellationToken).ConfigureAwait(false);
        if (KeyIdOf(envelope) == active.Id)
            return (envelope, SecretStatus.Available);

        var opened = await OpenAsync(context, envelope, cancellationToken).ConfigureAwait(false);
        return opened.Secret is { } secret
            ? (await SealAsync(context, secret, mayCreateKeys: false, batch, cancellationToken).ConfigureAwait(false),
                SecretStatus.Available)
            : (envelope, opened.Status);
    }

    /// <summary>The id of the key that sealed an envelope, or <c>null</c> where it is none.</summary>
    public static uint? KeyIdOf(string envelope) => Envelope.FromText(envelope) is { } bytes ? Envelope.KeyId(bytes) : null;

    /// <summary>Drops and clears what was read of the keys: after everything was cleared, or a commit did not take place.</summary>
    public void Forget() => Ring.Forget();

    /// <summary>Clears the keys.</summary>
    public void Dispose() => Ring.Dispose();

    private async ValueTask<DataKey> ActiveAsync(
        bool mayCreateKeys, Func<ValueTask<bool>>? sealNothing, CancellationToken cancellationToken)
    {
        try
        {
            return await Ring.ActiveAsync(mayCreateKeys, cancellationToken).ConfigureAwait(false);
        }
        catch (SecretUnavailableException) when (mayCreateKeys && sealNothing is not null)
        {
            if (!await sealNothing().ConfigureAwait(false) || !await Ring.TryBeginAnewAsync(cancellationToken).ConfigureAwait(false))
                throw;
            return await Ring.ActiveAsync(mayCreate: false, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>With the ring that was used; <c>null</c>: the store's has no such key.</returns>
    private async ValueTask<Tuple<OpenedEnvelope, LoadedRing?>> OpenAsync(
        SecretContext context, uint keyId, byte[] envelope, CancellationToken cancellationToken)
    {
        DataKey? found;
        byte[]? key;
        do
        {
            found = await Ring.TryFindAsync(keyId, cancellationToken).ConfigureAwait(false);
            if (found is null)
                return new(new(EnvelopeFault.WrongKey, null), null);
        }
        while ((key = found.Copy()) is null);

        try
        {
            return new(await _cipher.OpenAsync(
                key, envelope, context.ToBytes(found.Ring.Document.StoreId), cancellationToken).ConfigureAwait(false), found.Ring);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
