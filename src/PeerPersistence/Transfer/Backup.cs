namespace PeerPersistence;

/// <summary>Seals the secrets of an export under a passphrase.</summary>
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

    private static PeerData WithoutSecret(PeerData peer) =>
        peer.WithoutCredentials() with { SharedSecret = null, SecretStatus = SecretStatus.None };
}
