namespace PeerPersistence;

/// <summary>A sealed export whose passphrase was given: opens the secrets of one peer after the other.</summary>
internal sealed class OpenBackup : IDisposable
{
    private readonly BackupSecrets _secrets;

    private OpenBackup(BackupSecrets secrets) => _secrets = secrets;

    /// <inheritdoc cref="UnlockAsync(PeerExport, PassphraseProvider, CancellationToken)"/>
    public static async Task<OpenBackup> UnlockAsync(PeerExport export, string passphrase, CancellationToken cancellationToken)
    {
        using var provider = new PassphraseProvider(() => passphrase);
        return await UnlockAsync(export, provider, cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="SecretUnavailableException">The passphrase is wrong.</exception>
    /// <exception cref="ImportFormatException">The export was changed, or has no protection: it may have been taken away.</exception>
    public static async Task<OpenBackup> UnlockAsync(PeerExport export, PassphraseProvider passphrase, CancellationToken cancellationToken)
    {
        if (export.Protection is not { } protection)
            throw new ImportFormatException(
                "The export is not protected by a passphrase. If you trust where it comes from, import it without one.");
        var secrets = await BackupSecrets.UnlockAsync(passphrase, protection.Key, cancellationToken).ConfigureAwait(false);
        try
        {
            var content = protection.Content ?? PeerExportReader.ToUtf8(export.ToJson());
            return BackupContent.IsSealed(secrets, content, protection.Seal)
                ? new(secrets)
                : throw new ImportFormatException("The export was changed since it was written.");
        }
        catch
        {
            secrets.Dispose();
            throw;
        }
    }

    /// <summary>The peer with its secrets in clear, and what is said beside it without those that were opened.</summary>
    public async ValueTask<(PeerData Peer, PeerExtras Extras)> OpenAsync(
        PeerData peer, PeerExtras extras, CancellationToken cancellationToken)
    {
        if (extras.Envelope is { } envelope
            && (await _secrets.OpenAsync(peer.PeerId, null, envelope, cancellationToken).ConfigureAwait(false)).Secret is { } secret)
            (peer, extras) = (peer with { SharedSecret = secret }, extras with { Envelope = null });
        if (extras.Credentials is { Count: > 0 } credentials)
        {
            peer = await OpenCredentialsAsync(peer, credentials, cancellationToken).ConfigureAwait(false);
            if (!IceServerKey.Each(peer.IceServers).Any(each => each.Server.Credential is null && credentials.ContainsKey(each.Key)))
                extras = extras with { Credentials = ValueMap<string>.None };
        }

        return (peer, extras);
    }

    public void Dispose() => _secrets.Dispose();

    private async ValueTask<PeerData> OpenCredentialsAsync(
        PeerData peer, IReadOnlyDictionary<string, string> credentials, CancellationToken cancellationToken)
    {
        List<IceServer> servers = [];
        foreach (var (server, key) in IceServerKey.Each(peer.IceServers))
        {
            servers.Add(credentials.TryGetValue(key, out var envelope)
                ? server with
                {
                    Credential = (await _secrets.OpenAsync(peer.PeerId, key, envelope, cancellationToken).ConfigureAwait(false)).Secret,
                }
                : server);
        }

        return peer with { IceServers = servers };
    }
}
