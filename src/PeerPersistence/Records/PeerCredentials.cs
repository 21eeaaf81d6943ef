namespace PeerPersistence;

/// <summary>Between TURN servers as their user sees them, with credentials in clear, and as the store has them, sealed.</summary>
/// <remarks>A credential belongs to its server's URLs and user: sent to another server it would be given away.</remarks>
internal sealed class PeerCredentials(SecretProtector protector, SecretTrouble trouble, TimeProvider time)
{
    private const string Field = "iceServers.credential:";

    /// <summary>The peer with every credential that opens; the server of another comes without it.</summary>
    public async ValueTask<PeerData> OpenAsync(StoredPeer stored, PeerData peer, CancellationToken cancellationToken)
    {
        if (stored.Credentials.Count == 0)
            return peer;
        List<IceServer> servers = [];
        foreach (var (server, key) in IceServerKey.Each(peer.IceServers))
        {
            if (server.Credential is not null || stored.Credentials.GetValueOrDefault(key) is not { } credential)
            {
                servers.Add(server);
                continue;
            }

            var opened = await protector.OpenAsync(
                ContextOf(peer.PeerId, key, credential.Revision), credential.Envelope, cancellationToken).ConfigureAwait(false);
            if (opened.Secret is null)
                trouble.Met(opened.Status);
            servers.Add(server with { Credential = opened.Secret });
        }

        return peer with { IceServers = servers };
    }

    /// <summary>
    /// Seals the credentials of <paramref name="stored"/>'s servers. One that is sealed already is copied, one that is not given stays.
    /// </summary>
    /// <param name="stored">With credentials in clear where they are given, and those that were sealed before.</param>
    /// <param name="opened">As it was before, opened; only asked where a server has a credential in clear.</param>
    /// <param name="mayForget">Whether a credential that was opened, and is not given, is forgotten.</param>
    /// <param name="seal">Seals a secret.</param>
    public async ValueTask<StoredPeer> SealAsync(
        StoredPeer stored, PeerData? opened, bool mayForget, Func<SecretContext, string, ValueTask<string>> seal)
    {
        var known = opened is null
            ? []
            : IceServerKey.Each(opened.IceServers).Where(each => each.Server.Credential is not null)
                .ToDictionary(each => each.Key, each => each.Server.Credential!, StringComparer.Ordinal);
        var credentials = new Dictionary<string, SealedCredential>(StringComparer.Ordinal);
        foreach (var (server, key) in IceServerKey.Each(stored.Peer.IceServers))
        {
            var before = stored.Credentials.GetValueOrDefault(key);
            if (before is not null && server.Credential == known.GetValueOrDefault(key))
                credentials[key] = before;
            else if (server.Credential is { } credential && protector.CanSeal)
                credentials[key] = await SealAsync(stored.Peer.PeerId, key, credential, before, seal).ConfigureAwait(false);
            else if (server.Credential is not null)
                trouble.CredentialNotStored();
            else if (before is not null && !mayForget)
                credentials[key] = before;
        }

        return stored with { Peer = stored.Peer.WithoutCredentials(), Credentials = credentials };
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

    private async ValueTask<SealedCredential> SealAsync(
        string peerId, string key, string credential, SealedCredential? before, Func<SecretContext, string, ValueTask<string>> seal)
    {
        var revision = Math.Max((before?.Revision ?? 0) + 1, time.GetNow().ToUnixTimeMilliseconds());
        return new(await seal(ContextOf(peerId, key, revision), credential).ConfigureAwait(false), revision);
    }

    private static SecretContext ContextOf(string peerId, string key, long revision) => new(peerId, Field + key, revision);
}
