namespace PeerPersistence;

/// <summary>Writes everything out in one call and brings it back in one call, also on another machine.</summary>
public static class PeerBackups
{
    /// <summary>Writes all peers with secrets, keys and what was learnt of them, sealed under a passphrase.</summary>
    /// <param name="peers">The service.</param>
    /// <param name="passphrase">What opens it again, not empty. Without it the secrets are lost.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>JSON, for a file.</returns>
    /// <exception cref="ArgumentException">The passphrase is empty.</exception>
    public static async Task<string> BackUpAsync(this IPeerTransfer peers, string passphrase, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(peers);
        ArgumentNullException.ThrowIfNull(passphrase);
        var options = new ExportOptions { Passphrase = passphrase, IncludePresence = true };
        return (await peers.ExportDataAsync(options, cancellationToken).ConfigureAwait(false)).ToJson();
    }

    /// <summary>Brings back what <see cref="BackUpAsync"/> wrote. Secrets are sealed anew under this machine's own key.</summary>
    /// <remarks>
    /// A peer that is known already and was seen later here stays as it is. Read the result: it says which peers did not fit or could not
    /// be read.
    /// </remarks>
    /// <param name="peers">The service.</param>
    /// <param name="backup">The JSON.</param>
    /// <param name="passphrase">What it was sealed under.</param>
    /// <param name="maxSize">Characters that it may have; 16 Mi unless you raise it.</param>
    /// <param name="cancellationToken">Stops it before anything is written.</param>
    /// <returns>What was brought back, and what was not and why.</returns>
    /// <exception cref="ImportFormatException">It is no backup, is larger, or was changed since it was written.</exception>
    /// <exception cref="SecretUnavailableException">The passphrase is wrong; nothing was written.</exception>
    public static Task<ImportResult> RestoreAsync(
        this IPeerTransfer peers, string backup, string passphrase, int maxSize = 16 * 1024 * 1024,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(peers);
        ArgumentNullException.ThrowIfNull(passphrase);
        return peers.ImportDataAsync(PeerExport.Parse(backup, maxSize), new() { Passphrase = passphrase }, cancellationToken);
    }
}
