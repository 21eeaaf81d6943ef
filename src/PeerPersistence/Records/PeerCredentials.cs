namespace PeerPersistence;

/// <summary>Between TURN servers as their user sees them, with credentials in clear, and as the store has them, sealed.</summary>
/// <remarks>
/// A credential belongs to its server's URLs and user: sent to another server it would be given away. It is sealed to the URLs as they
/// are written, so these stay as they are where it is carried along and not given.
/// </remarks>
internal sealed class PeerCredentials(SecretProtector protector, SecretTrouble trouble, TimeProvider time)
{
    private const string Field = "iceServers.credential:";

    /// <summary>The peer with every credential that opens; the server of another comes without it.</summary>
    /// <param name="stored">The record.</param>
    /// <param name="closed">Gets why a credential did not open.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<PeerData> OpenAsync(StoredPeer stored, List<OpenedSecret> closed, CancellationToken cancellationToken) =>
        stored.Credentials.Count == 0 ? new(stored.Peer) : OpenSealedAsync(stored, closed, cancellationToken);

    private async ValueTask<PeerData> OpenSealedAsync(StoredPeer stored, List<OpenedSecret> closed, CancellationToken cancellationToken)
    {
        var peer = stored.Peer;
        List<IceServer> servers = [];
        foreach (var (server, key) in IceServerKey.Each(peer.IceServers))
        {
            if (stored.Credentials.GetValueOrDefault(key) is not { } credential)
            {
                servers.Add(server);
                continue;
            }

            var opened = await protector.OpenAsync(
                ContextOf(peer.PeerId, key, credential.Revision), credential.Envelope, cancellationToken).ConfigureAwait(false);
            if (opened.Secret is null)
                closed.Add(opened);
            servers.Add(server with { Credential = opened.Secret });
        }

        return peer with { IceServers = servers };
    }

    /// <summary>
    /// Seals the credentials of <paramref name="stored"/>'s servers. One that is sealed already is copied, one that is not given stays.
    /// </summary>
    /// <param name="stored">With credentials in clear where they are given, and those that were sealed before.</param>
    /// <param name="opened">As it was before, opened; only asked where a server has a credential in clear.</param>
    /// <param name="inStore">As its record has it: what lies there in clear stays so where it cannot be sealed today.</param>
    /// <param name="mayForget">Whether a credential that was opened, and is not given, is forgotten.</param>
    /// <param name="seal">Seals a secret.</param>
    public ValueTask<StoredPeer> SealAsync(
        StoredPeer stored, PeerData? opened, PeerData? inStore, bool mayForget, Func<SecretContext, string, ValueTask<string>> seal) =>
        stored.Credentials.Count == 0 && !stored.Peer.HasCredentials && inStore is not { HasCredentials: true }
            ? new(stored) // Nearly always: a key takes longer than all else of a server.
            : SealEachAsync(stored, opened, inStore, mayForget, seal);

    private async ValueTask<StoredPeer> SealEachAsync(
        StoredPeer stored, PeerData? opened, PeerData? inStore, bool mayForget, Func<SecretContext, string, ValueTask<string>> seal)
    {
        var (known, inClear) = (InClear(opened), InClear(inStore));
        var given = stored.Peer.IceServers;
        if (inStore is not null && stored.Credentials.Count + inClear.Count > 0)
            given = [.. IceServerKey.SpelledAs(IceServerKey.Each(inStore.IceServers).Where(each => Stays(each.Key)), given)];
        var credentials = new Dictionary<string, SealedCredential>(StringComparer.Ordinal);
        List<IceServer> servers = [];
        foreach (var (server, key) in IceServerKey.Each(given))
        {
            var before = stored.Credentials.GetValueOrDefault(key);
            var credential = server.Credential ?? (mayForget ? null : inClear.GetValueOrDefault(key));
            var mayStay = credential is not null && inClear.ContainsValue(credential);
            var next = Math.Max((before?.Revision ?? 0) + 1, time.GetNow().ToUnixTimeMilliseconds());
            var kept = server.WithoutCredential();
            if (before is not null && (credential == known.GetValueOrDefault(key) || (credential is null && !mayForget)))
                credentials[key] = before;
            else if (credential is not null
                && await TrySealAsync(
                    ContextOf(stored.Peer.PeerId, key, next), credential, mayStay, seal).ConfigureAwait(false) is { } sealedNow)
                credentials[key] = sealedNow;
            else if (mayStay)
                kept = server with { Credential = credential };
            else if (credential is not null)
                trouble.CredentialNotStored();
            servers.Add(kept);
        }

        return stored with { Peer = stored.Peer with { IceServers = servers }, Credentials = credentials };

        // Also where it is not given.
        bool Stays(string key) =>
            (stored.Credentials.ContainsKey(key) || inClear.ContainsKey(key)) && !(mayForget && known.ContainsKey(key));
    }

    /// <summary>Seals again what is not sealed under the active key.</summary>
    /// <returns>The same where nothing need, or can, be sealed again.</returns>
    public async ValueTask<StoredPeer> ResealAsync(StoredPeer before, KeyValueBatch batch, CancellationToken cancellationToken)
    {
        var credentials = new Dictionary<string, SealedCredential>(before.Credentials, StringComparer.Ordinal);
        var isChanged = false;
        foreach (var (key, credential) in before.Credentials)
        {
            var (envelope, _) = await protector.ResealAsync(
                ContextOf(before.Peer.PeerId, key, credential.Revision), credential.Envelope, batch, cancellationToken)
                .ConfigureAwait(false);
            isChanged |= envelope != credential.Envelope;
            credentials[key] = credential with { Envelope = envelope };
        }

        return isChanged ? before with { Credentials = credentials } : before;
    }

    /// <inheritdoc cref="SecretProtector.AddNeedsAsync"/>
    public async ValueTask AddNeedsAsync(StoredPeer stored, NeededKeys needed, CancellationToken cancellationToken)
    {
        foreach (var (key, credential) in stored.Credentials)
        {
            await protector.AddNeedsAsync(
                ContextOf(stored.Peer.PeerId, key, credential.Revision), credential.Envelope, needed, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <returns><c>null</c>: there is no cipher, or <paramref name="mayStay"/> and the key cannot be had.</returns>
    private async ValueTask<SealedCredential?> TrySealAsync(
        SecretContext context, string credential, bool mayStay, Func<SecretContext, string, ValueTask<string>> seal)
    {
        if (!protector.CanSeal)
            return null;
        try
        {
            return new(await seal(context, credential).ConfigureAwait(false), context.Revision);
        }
        catch (SecretUnavailableException) when (mayStay)
        {
            return null;
        }
    }

    private static Dictionary<string, string> InClear(PeerData? peer) => peer is null ? [] : IceServerKey.Each(peer.IceServers)
        .Where(each => each.Server.Credential is not null)
        .ToDictionary(each => each.Key, each => each.Server.Credential!, StringComparer.Ordinal);

    private static SecretContext ContextOf(string peerId, string key, long revision) => new(peerId, Field + key, revision);
}
