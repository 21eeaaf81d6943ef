namespace PeerPersistence;

/// <summary>Seals the secrets of an export under a passphrase, and opens them.</summary>
internal static class Backup
{
    /// <inheritdoc cref="SealAsync(PeerExport, PassphraseProvider, CancellationToken)"/>
    public static async Task<PeerExport> SealAsync(PeerExport export, string passphrase, CancellationToken cancellationToken)
    {
        using var provider = new PassphraseProvider(() => passphrase);
        return await SealAsync(export, provider, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same export with its secrets sealed instead of in clear.</summary>
    public static async Task<PeerExport> SealAsync(PeerExport export, PassphraseProvider passphrase, CancellationToken cancellationToken)
    {
        using var secrets = await BackupSecrets.BeginAsync(passphrase, cancellationToken).ConfigureAwait(false);
        var envelopes = new Dictionary<string, string>(StringComparer.Ordinal);
        var credentials = new Dictionary<string, ValueMap<string>>(StringComparer.Ordinal);
        foreach (var peer in export.Peers)
        {
            if (peer.SharedSecret is { } secret)
                envelopes[peer.PeerId] = await secrets.SealAsync(peer.PeerId, null, secret, cancellationToken).ConfigureAwait(false);
            if (peer.IceServers.Any(server => server.Credential is not null))
                credentials[peer.PeerId] = await SealCredentialsAsync(secrets, peer, cancellationToken).ConfigureAwait(false);
        }

        var content = export with
        {
            Peers = [.. export.Peers.Select(WithoutSecret)], SealedSecrets = envelopes, SealedCredentials = credentials,
        };
        var seal = BackupContent.Seal(secrets, PeerExportJson.Content(content.ToJson()));
        return content with { Protection = new(secrets.Header, seal) };
    }

    /// <inheritdoc cref="OpenAsync(PeerExport, PassphraseProvider, CancellationToken)"/>
    public static async Task<PeerExport> OpenAsync(PeerExport export, string passphrase, CancellationToken cancellationToken)
    {
        using var provider = new PassphraseProvider(() => passphrase);
        return await OpenAsync(export, provider, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same export with its secrets in clear instead of sealed.</summary>
    /// <exception cref="SecretUnavailableException">The passphrase is wrong.</exception>
    /// <exception cref="ImportFormatException">The export was changed, or has no protection: it may have been taken away.</exception>
    public static async Task<PeerExport> OpenAsync(PeerExport export, PassphraseProvider passphrase, CancellationToken cancellationToken)
    {
        if (export.Protection is not { } protection)
            throw new ImportFormatException(
                "The export is not protected by a passphrase. If you trust where it comes from, import it without one.");
        using var secrets = await BackupSecrets.UnlockAsync(passphrase, protection.Key, cancellationToken).ConfigureAwait(false);
        var content = protection.Content ?? [PeerExportJson.Content(export.ToJson())];
        if (!BackupContent.IsSealed(secrets, content, protection.Seal))
            throw new ImportFormatException("The export was changed since it was written.");

        List<PeerData> peers = [];
        var stillSealed = new Dictionary<string, string>(StringComparer.Ordinal);
        var closed = new Dictionary<string, ValueMap<string>>(StringComparer.Ordinal);
        foreach (var peer in export.Peers)
        {
            var envelope = export.SealedSecrets.GetValueOrDefault(peer.PeerId);
            var secret = envelope is null
                ? null
                : (await secrets.OpenAsync(peer.PeerId, null, envelope, cancellationToken).ConfigureAwait(false)).Secret;
            var opened = secret is null ? peer : peer with { SharedSecret = secret };
            if (envelope is not null && secret is null)
                stillSealed[peer.PeerId] = envelope;
            if (export.SealedCredentials.GetValueOrDefault(peer.PeerId) is { } credentials)
            {
                opened = await OpenCredentialsAsync(secrets, opened, credentials, cancellationToken).ConfigureAwait(false);
                if (IceServerKey.Each(opened.IceServers).Any(each => each.Server.Credential is null && credentials.ContainsKey(each.Key)))
                    closed[peer.PeerId] = credentials;
            }

            peers.Add(opened);
        }

        return export with { Peers = peers, SealedSecrets = stillSealed, SealedCredentials = closed };
    }

    private static async ValueTask<ValueMap<string>> SealCredentialsAsync(
        BackupSecrets secrets, PeerData peer, CancellationToken cancellationToken)
    {
        var credentials = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (server, key) in IceServerKey.Each(peer.IceServers))
        {
            if (server.Credential is { } credential)
                credentials[key] = await secrets.SealAsync(peer.PeerId, key, credential, cancellationToken).ConfigureAwait(false);
        }

        return ValueMap<string>.Of(credentials);
    }

    private static async ValueTask<PeerData> OpenCredentialsAsync(
        BackupSecrets secrets, PeerData peer, ValueMap<string> credentials, CancellationToken cancellationToken)
    {
        List<IceServer> servers = [];
        foreach (var (server, key) in IceServerKey.Each(peer.IceServers))
        {
            servers.Add(credentials.TryGetValue(key, out var envelope)
                ? server with
                {
                    Credential = (await secrets.OpenAsync(peer.PeerId, key, envelope, cancellationToken).ConfigureAwait(false)).Secret,
                }
                : server);
        }

        return peer with { IceServers = servers };
    }

    private static PeerData WithoutSecret(PeerData peer) =>
        peer.WithoutCredentials() with { SharedSecret = null, SecretStatus = SecretStatus.None };
}
