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
        var extras = new Dictionary<string, PeerExtras>(StringComparer.Ordinal);
        foreach (var peer in export.Peers)
        {
            extras[peer.PeerId] = export.ExtrasOf(peer.PeerId) with
            {
                Envelope = peer.SharedSecret is { } secret
                    ? await secrets.SealAsync(peer.PeerId, null, secret, cancellationToken).ConfigureAwait(false)
                    : null,
                Credentials = peer.IceServers.Any(server => server.Credential is not null)
                    ? await SealCredentialsAsync(secrets, peer, cancellationToken).ConfigureAwait(false)
                    : ValueMap<string>.None,
            };
        }

        var content = export with { Peers = [.. export.Peers.Select(WithoutSecret)], Extras = extras, Source = null };
        var seal = BackupContent.Seal(secrets, PeerExportReader.ToUtf8(content.ToJson()));
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
        var content = protection.Content ?? PeerExportReader.ToUtf8(export.ToJson());
        if (!BackupContent.IsSealed(secrets, content, protection.Seal))
            throw new ImportFormatException("The export was changed since it was written.");

        List<PeerData> peers = [];
        var extras = new Dictionary<string, PeerExtras>(StringComparer.Ordinal);
        foreach (var peer in export.Peers)
        {
            var closed = export.ExtrasOf(peer.PeerId);
            var opened = peer;
            if (closed.Envelope is { } envelope
                && (await secrets.OpenAsync(peer.PeerId, null, envelope, cancellationToken).ConfigureAwait(false)).Secret is { } secret)
                (opened, closed) = (opened with { SharedSecret = secret }, closed with { Envelope = null });
            if (closed.Credentials is { Count: > 0 } credentials)
            {
                opened = await OpenCredentialsAsync(secrets, opened, credentials, cancellationToken).ConfigureAwait(false);
                if (!IceServerKey.Each(opened.IceServers).Any(each => each.Server.Credential is null && credentials.ContainsKey(each.Key)))
                    closed = closed with { Credentials = ValueMap<string>.None };
            }

            peers.Add(opened);
            extras[peer.PeerId] = closed;
        }

        return export with { Peers = peers, Extras = extras, Source = null };
    }

    private static async ValueTask<IReadOnlyDictionary<string, string>> SealCredentialsAsync(
        BackupSecrets secrets, PeerData peer, CancellationToken cancellationToken)
    {
        var credentials = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (server, key) in IceServerKey.Each(peer.IceServers))
        {
            if (server.Credential is { } credential)
                credentials[key] = await secrets.SealAsync(peer.PeerId, key, credential, cancellationToken).ConfigureAwait(false);
        }

        return credentials;
    }

    private static async ValueTask<PeerData> OpenCredentialsAsync(
        BackupSecrets secrets, PeerData peer, IReadOnlyDictionary<string, string> credentials, CancellationToken cancellationToken)
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
