namespace PeerPersistence;

/// <summary>Between a peer as its user sees it, with its secret in clear, and as the store has it, sealed.</summary>
internal sealed class PeerSecrets(
    IKeyValueStore store, SecretProtector protector, StorageKeys keys, StoreMirror mirror, SecretTrouble trouble, TimeProvider time)
{
    private const string Field = "sharedSecret";

    private readonly PeerCredentials _credentials = new(protector, trouble, time);

    /// <inheritdoc cref="SecretProtector.CanSeal"/>
    public bool CanSeal => protector.CanSeal;

    /// <summary>The peer with its secret, or with the reason why there is none.</summary>
    /// <remarks>
    /// A rotation may have sealed the secret again, and destroyed the key, since the record was read: then its
    /// envelope is read again. If it is another secret by now, it is the peer as it is now.
    /// </remarks>
    public ValueTask<PeerData> OpenAsync(StoredPeer stored, CancellationToken cancellationToken) =>
        stored.Envelope is null && stored.Credentials.Count == 0
            ? new(Told(stored, stored.Peer, stored.Peer.SharedSecret, StatusOf(stored.Peer.SharedSecret)))
            : OpenSealedAsync(stored, cancellationToken);

    /// <summary>The peer without its secret, and without asking for a key.</summary>
    public static PeerData LeaveSealed(StoredPeer stored) => Told(
        stored, stored.Peer.WithoutCredentials(), secret: null, StatusOf(stored.Envelope ?? stored.Peer.SharedSecret));

    /// <summary>
    /// Takes over what an update returned, exactly, for the commit that will store it; a secret that could not be opened is only given up
    /// on demand.
    /// </summary>
    public ValueTask<StoredPeer> ReplaceAsync(
        StoredPeer before, PeerData opened, PeerData after, KeyValueBatch batch, CancellationToken cancellationToken)
    {
        var locked = opened.SecretStatus is SecretStatus.KeyUnavailable or SecretStatus.Damaged or SecretStatus.NewerVersion;
        var forget = after.SharedSecret is null && !(locked && after.SecretStatus != SecretStatus.None);
        return SealAsync(
            forget ? before with { Envelope = null } : before, opened, after, before.Peer, mayForget: true, batch, cancellationToken);
    }

    /// <summary>Takes over what a store merged; no secret or credential given keeps the one there is.</summary>
    /// <param name="before">With what was sealed before.</param>
    /// <param name="after">What was given and merged, in clear.</param>
    /// <param name="inStore">The peer as its record has it: what is in clear there stays so where it cannot be sealed.</param>
    /// <param name="batch">The commit that will store it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<StoredPeer> MergeAsync(
        StoredPeer before, PeerData after, PeerData? inStore, KeyValueBatch batch, CancellationToken cancellationToken)
    {
        var isGiven = after.SharedSecret is not null || after.HasCredentials;
        var opened = isGiven && before.HasSealed ? await OpenAsync(before, cancellationToken).ConfigureAwait(false) : null;
        return await SealAsync(before, opened, after, inStore, mayForget: false, batch, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Seals a secret again where its key is no longer the active one.</summary>
    /// <returns>The same where it need not, or cannot, be sealed again.</returns>
    public async ValueTask<StoredPeer> ResealAsync(StoredPeer before, KeyValueBatch batch, CancellationToken cancellationToken)
    {
        before = await _credentials.ResealAsync(before, batch, cancellationToken).ConfigureAwait(false);
        if (before.Envelope is not { } envelope)
            return before;
        var (sealedAgain, _) = await protector.ResealAsync(ContextOf(before), envelope, batch, cancellationToken).ConfigureAwait(false);
        return sealedAgain == envelope ? before : before with { Envelope = sealedAgain };
    }

    /// <inheritdoc cref="SecretProtector.AddNeedsAsync"/>
    public async ValueTask AddNeedsAsync(StoredPeer stored, NeededKeys needed, CancellationToken cancellationToken)
    {
        if (stored.Envelope is { } envelope)
            await protector.AddNeedsAsync(ContextOf(stored), envelope, needed, cancellationToken).ConfigureAwait(false);
        await _credentials.AddNeedsAsync(stored, needed, cancellationToken).ConfigureAwait(false);
    }

    private static SecretContext ContextOf(StoredPeer stored) => new(stored.Peer.PeerId, Field, stored.SecretRevision);

    /// <summary>A commit did not take place: where a secret was sealed for it, the keys may no longer be the same.</summary>
    public void Refused(KeyValueBatch batch)
    {
        if (batch.Expectations.ContainsKey(keys.KeyRing))
            protector.Forget();
    }

    /// <summary>
    /// Seals the secret and the credentials of <paramref name="after"/>, unless they are sealed already: an envelope is copied byte for
    /// byte.
    /// </summary>
    private async ValueTask<StoredPeer> SealAsync(
        StoredPeer before, PeerData? opened, PeerData after, PeerData? inStore, bool mayForget, KeyValueBatch batch,
        CancellationToken cancellationToken)
    {
        var sealedPeer = await _credentials.SealAsync(
            before with
            {
                Peer = after with { IsFriend = false, IsBlocked = false, SharedSecret = null, SecretStatus = SecretStatus.None },
            },
            opened, inStore, mayForget, SealAsync).ConfigureAwait(false);
        var left = before.Envelope is null ? inStore?.SharedSecret : null;
        var secret = after.SharedSecret ?? (mayForget ? null : left);
        if (secret is null || (before.Envelope is not null && secret == opened?.SharedSecret))
            return sealedPeer;

        // Counted on from the clock, so that a peer that was removed and stored again does not repeat its revisions.
        var revision = Math.Max(before.SecretRevision + 1, time.GetNow().ToUnixTimeMilliseconds());
        try
        {
            var envelope = await SealAsync(new(after.PeerId, Field, revision), secret).ConfigureAwait(false);
            return sealedPeer with { Envelope = envelope, SecretRevision = revision };
        }
        catch (SecretUnavailableException) when (secret == left)
        {
            return sealedPeer with { Peer = sealedPeer.Peer with { SharedSecret = left } };
        }

        ValueTask<string> SealAsync(SecretContext context, string secret) => protector.SealAsync(
            context, secret, mayCreateKeys: !mirror.Directory.HasSecrets, batch, cancellationToken,
            () => IsNothingSealedAsync(cancellationToken));
    }

    private static SecretStatus StatusOf(string? secret) => secret is null ? SecretStatus.None : SecretStatus.Available;

    /// <summary>With what is told of a peer and follows from its record, whether its secret is opened or not.</summary>
    private static PeerData Told(StoredPeer stored, PeerData peer, string? secret, SecretStatus status) =>
        // Nearly every one has nothing to tell, and a copy costs as much as a tenth of reading it.
        peer is { SharedSecret: null, SecretStatus: SecretStatus.None, IsFriend: false, IsBlocked: false } && secret is null
        && status == SecretStatus.None && !stored.IsFriend && !stored.Evidence.IsBlocked
            ? peer
            : peer with { SharedSecret = secret, SecretStatus = status, IsFriend = stored.IsFriend, IsBlocked = stored.Evidence.IsBlocked };

    private async ValueTask<PeerData> OpenSealedAsync(StoredPeer stored, CancellationToken cancellationToken)
    {
        List<OpenedSecret> closed = [];
        var peer = await _credentials.OpenAsync(stored, closed, cancellationToken).ConfigureAwait(false);
        var opened = new OpenedSecret(StatusOf(peer.SharedSecret), peer.SharedSecret);
        if (stored.Envelope is { } envelope)
        {
            opened = await protector.OpenAsync(ContextOf(stored), envelope, cancellationToken).ConfigureAwait(false);
            if (opened.Secret is null)
                closed.Add(opened);
        }

        peer = Told(stored, peer, opened.Secret, opened.Status);
        if (closed.Exists(each => each.IsKeyGone)
            && await ReadAgainAsync(stored.Peer.PeerId, cancellationToken).ConfigureAwait(false) is { } present
            && !present.Envelopes.SequenceEqual(stored.Envelopes))
        {
            var again = present.SecretRevision == stored.SecretRevision
                ? stored with { Envelope = present.Envelope, Credentials = present.Credentials }
                : present;
            return await OpenAsync(again, cancellationToken).ConfigureAwait(false);
        }

        foreach (var each in closed)
            trouble.Met(each.Status);
        return peer;
    }

    private async ValueTask<StoredPeer?> ReadAgainAsync(string peerId, CancellationToken cancellationToken) =>
        await store.GetAsync(keys.Peer(peerId), cancellationToken).ConfigureAwait(false) is { } record
        && PeerJson.TryRead(record.Span, peerId, out var stored)
            ? stored with { Peer = PeerInstants.Normalize(stored.Peer, time.GetNow()) }
            : null;

    /// <summary>Whether no record has a secret, as far as all can be read.</summary>
    private async ValueTask<bool> IsNothingSealedAsync(CancellationToken cancellationToken) =>
        await mirror.ReadAsync(cancellationToken).ConfigureAwait(false) is { HasSecrets: false, DamagedCount: 0 };
}
