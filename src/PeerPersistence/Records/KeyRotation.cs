namespace PeerPersistence;

/// <summary>
/// A new key for the secrets: everything is sealed again under it, and the old keys are destroyed when nothing needs them.
/// </summary>
/// <remarks>Stopped half-way nothing is lost: old keys go on opening what they sealed, and the next rotation goes on.</remarks>
internal sealed class KeyRotation(PeerRecords records, PeerSecrets secrets, StoreMirror mirror, KeyRing ring)
{
    public async Task<int> RunAsync(IProgress<KeyRotationProgress>? progress, CancellationToken cancellationToken) =>
        await ring.RotateAsync(cancellationToken).ConfigureAwait(false)
            ? await ResealAllAsync(progress, cancellationToken).ConfigureAwait(false)
            : 0;

    /// <summary>Under another master key as well, so that the old one opens nothing that is sealed from now on.</summary>
    /// <returns><c>null</c>: there are no keys; the provider is changed all the same.</returns>
    public async Task<int?> RunAsync(IMasterKeyProvider next, CancellationToken cancellationToken) =>
        await ring.ChangeMasterAsync(next, cancellationToken).ConfigureAwait(false)
            ? await ResealAllAsync(progress: null, cancellationToken).ConfigureAwait(false)
            : null;

    private async Task<int> ResealAllAsync(IProgress<KeyRotationProgress>? progress, CancellationToken cancellationToken)
    {
        // Asked before looking: from now on nothing new is sealed under these.
        var retired = await ring.RetiredAsync(cancellationToken).ConfigureAwait(false);
        var directory = await mirror.ReadAsync(cancellationToken).ConfigureAwait(false);
        var ids = directory.Ids();
        var needed = new NeededKeys();
        var (looked, resealed) = (0, 0);
        foreach (var peerId in ids)
        {
            resealed += await ResealAsync(peerId, needed, cancellationToken).ConfigureAwait(false) ? 1 : 0;
            progress?.Report(new(++looked, ids.Count, resealed));
        }

        // A damaged record may be healed by hand one day, and its secret may need any of them.
        if (directory.DamagedCount == 0)
            await ring.DestroyAsync(needed.Unneeded(retired), cancellationToken).ConfigureAwait(false);
        return resealed;
    }

    private async Task<bool> ResealAsync(string peerId, NeededKeys needed, CancellationToken cancellationToken)
    {
        var resealed = false;
        try
        {
            await records.ChangeAsync(peerId, async (before, batch) =>
            {
                var after = await secrets.ResealAsync(before, batch, cancellationToken).ConfigureAwait(false);
                resealed = !ReferenceEquals(before, after);
                await secrets.AddNeedsAsync(after, needed, cancellationToken).ConfigureAwait(false);
                return after;
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (PeerDataCorruptedException)
        {
            // Counted in the directory, and kept.
        }

        return resealed;
    }
}
