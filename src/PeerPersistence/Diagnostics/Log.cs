using Microsoft.Extensions.Logging;

namespace PeerPersistence;

/// <summary>What a service logs. Ids are fixed: 1xx storage, 2xx protection, 3xx retention, 4xx reconnection, 5xx hosting.</summary>
/// <remarks>
/// Quiet by default: Information is what happens rarely and on purpose, Error is where data may be lost, all else is Debug.
/// </remarks>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Debug, "Opened a store of {Peers} peers.")]
    public static partial void Opened(this ILogger logger, int peers);

    [LoggerMessage(101, LogLevel.Error, "{Records} records cannot be read. They are kept; the other peers are not affected.")]
    public static partial void DamagedRecords(this ILogger logger, int records);

    [LoggerMessage(102, LogLevel.Warning, "Mended {Pages} pages of the index from the records.")]
    public static partial void IndexMended(this ILogger logger, int pages);

    [LoggerMessage(103, LogLevel.Warning, "The store has no room. Cleaning up, then trying once more.")]
    public static partial void StoreFull(this ILogger logger);

    [LoggerMessage(104, LogLevel.Warning, "The store refused a change a thousand times in a row. The change was given up.")]
    public static partial void ConflictGivenUp(this ILogger logger);

    [LoggerMessage(105, LogLevel.Information, "Brought the store from an older form to the present one: {Step}.")]
    public static partial void Migrated(this ILogger logger, string step);

    [LoggerMessage(106, LogLevel.Debug, "The store could not be opened: {ErrorType}. The next call tries again.")]
    public static partial void OpeningFailed(this ILogger logger, string errorType);

    [LoggerMessage(107, LogLevel.Error, "An identity's store did not close well.")]
    public static partial void IdentityNotClosed(this ILogger logger, Exception exception);

    [LoggerMessage(108, LogLevel.Information, "Another {Part} was named later and takes the place of the first.")]
    public static partial void PartReplaced(this ILogger logger, string part);

    [LoggerMessage(109, LogLevel.Warning, "Parts of {Records} records cannot be read. They are set aside in the records; the peers stay.")]
    public static partial void PartsSetAside(this ILogger logger, int records);

    [LoggerMessage(200, LogLevel.Information, "Sealed {Secrets} secrets anew that the original had left under a key beside the data; " +
        "{Failures} could not be opened and are kept.")]
    public static partial void SecretsResealed(this ILogger logger, int secrets, int failures);

    [LoggerMessage(201, LogLevel.Warning, "The original's secrets stay as they are until the master key can be had.")]
    public static partial void OriginalSecretsKept(this ILogger logger, Exception exception);

    [LoggerMessage(202, LogLevel.Warning,
        "Bytes in clear of an earlier version cannot be got rid of: there is no room, or somebody reads the store. The next opening tries again.")]
    public static partial void OriginalTracesKept(this ILogger logger, Exception exception);

    [LoggerMessage(203, LogLevel.Warning, "The master key does not open the stored secrets. They are kept, and peers come without them.")]
    public static partial void SecretKeyUnavailable(this ILogger logger);

    [LoggerMessage(204, LogLevel.Error, "A stored secret is damaged. It is kept as it is; its peer comes without it.")]
    public static partial void SecretDamaged(this ILogger logger);

    [LoggerMessage(205, LogLevel.Information, "Rotated the keys: {Secrets} secrets are sealed anew.")]
    public static partial void KeysRotated(this ILogger logger, int secrets);

    [LoggerMessage(206, LogLevel.Information, "The keys are wrapped under another master key.")]
    public static partial void MasterKeyChanged(this ILogger logger);

    [LoggerMessage(207, LogLevel.Information, "Started over with a new key: {Secrets} secrets are forgotten.")]
    public static partial void StartedOver(this ILogger logger, int secrets);

    [LoggerMessage(208, LogLevel.Warning,
        "A newer version of this library sealed a stored secret. It is kept as it is; its peer comes without it.")]
    public static partial void SecretOfNewerVersion(this ILogger logger);

    [LoggerMessage(209, LogLevel.Warning,
        "A TURN credential is not stored: this platform has no cipher to seal it. Its server is stored without it.")]
    public static partial void CredentialNotStored(this ILogger logger);

    [LoggerMessage(210, LogLevel.Warning,
        "Secrets or TURN credentials stay in clear until the master key can be had and there is room. The next opening tries again.")]
    public static partial void SecretsKeptInClear(this ILogger logger, Exception exception);

    [LoggerMessage(300, LogLevel.Debug, "Evicted {Peers} peers to make room.")]
    public static partial void Evicted(this ILogger logger, int peers);

    [LoggerMessage(301, LogLevel.Debug, "A cleanup removed {Peers} peers.")]
    public static partial void CleanedUp(this ILogger logger, int peers);

    [LoggerMessage(302, LogLevel.Information, "Imported {Imported} peers: {Skipped} left as they were, {Evicted} beyond the maximum, " +
        "{SecretsLeftOut} without their secret, {Failures} unreadable.")]
    public static partial void Imported(this ILogger logger, int imported, int skipped, int evicted, int secretsLeftOut, int failures);

    [LoggerMessage(303, LogLevel.Information, "Everything was forgotten, the keys included.")]
    public static partial void Cleared(this ILogger logger);

    [LoggerMessage(304, LogLevel.Warning, "{Peers} peers are not in an export: their records cannot be read.")]
    public static partial void ExportLeftOut(this ILogger logger, int peers);

    [LoggerMessage(400, LogLevel.Debug, "Reconnected to {Connected} peers; {Failed} tries failed; own outage: {OwnOutage}.")]
    public static partial void Reconnected(this ILogger logger, int connected, int failed, bool ownOutage);

    [LoggerMessage(401, LogLevel.Warning,
        "{Tries} tries of a reconnect ended in a mistake of the program, such as {ErrorType}. See the result.")]
    public static partial void CallbackFaulty(this ILogger logger, int tries, string errorType);

    [LoggerMessage(402, LogLevel.Warning, "What came of {Tries} tries of a reconnect could not be recorded: {ErrorType}. See the result.")]
    public static partial void OutcomesNotRecorded(this ILogger logger, int tries, string errorType);

    [LoggerMessage(410, LogLevel.Debug, "A keeper's round could not be run: {ErrorType}. It is run again.")]
    public static partial void KeeperRoundFailed(this ILogger logger, string errorType);

    [LoggerMessage(411, LogLevel.Debug, "A connection did not close well: {ErrorType}.")]
    public static partial void KeeperCloseFailed(this ILogger logger, string errorType);

    [LoggerMessage(412, LogLevel.Warning, "Who shows a keeper's state threw: {ErrorType}.")]
    public static partial void KeeperViewFailed(this ILogger logger, string errorType);
}
