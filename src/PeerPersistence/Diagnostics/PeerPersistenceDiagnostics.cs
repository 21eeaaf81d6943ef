namespace PeerPersistence;

/// <summary>The names under which this library can be watched from outside. They stay.</summary>
/// <remarks>
/// <para>Metrics come from one meter, activities from one source; an application adds both by name. If nobody listens, nothing is
/// measured. No tag holds a peer's id, an address, a secret or a message.</para>
/// <para>Tags: each instrument names its own. Besides, every one but those of a recovery and of keepers carries
/// <see cref="IdentityTag"/> where the service is one of several identities.</para>
/// <para>Activities: one a call of the service, one a commit, and <c>PeerPersistence.Connect</c> around each call of a keeper's
/// connector, with <see cref="OutcomeTag"/>.</para>
/// </remarks>
public static class PeerPersistenceDiagnostics
{
    /// <summary>The meter.</summary>
    public const string MeterName = "PeerPersistence";

    /// <summary>The activity source.</summary>
    public const string ActivitySourceName = "PeerPersistence";

    /// <summary>
    /// How long calls of the service take: histogram, seconds. Tags: <see cref="OperationTag"/>, <see cref="ErrorTypeTag"/>.
    /// </summary>
    public const string OperationDuration = "peer_persistence.operation.duration";

    /// <summary>
    /// How long commits of the store take: histogram, seconds. Tag: <see cref="ErrorTypeTag"/>. Commits that the store refused count, too.
    /// </summary>
    public const string CommitDuration = "peer_persistence.store.commit.duration";

    /// <summary>Bytes of values read from and written to the store: counter, bytes. Tag: <see cref="DirectionTag"/>.</summary>
    public const string StoreIO = "peer_persistence.store.io";

    /// <summary>Commits that failed because another writer was quicker, and were made again: counter, <c>{conflict}</c>.</summary>
    public const string Conflicts = "peer_persistence.store.conflicts";

    /// <summary>Peers that were removed although nobody asked for it: counter, <c>{peer}</c>. Tag: <see cref="ReasonTag"/>.</summary>
    public const string Evictions = "peer_persistence.evictions";

    /// <summary>
    /// How long tries of a reconnect take, until their outcome is recorded: histogram, seconds. Tag: <see cref="OutcomeTag"/>.
    /// </summary>
    public const string AttemptDuration = "peer_persistence.reconnect.attempt.duration";

    /// <summary>Connections that the keepers of this process keep: up-down counter, <c>{connection}</c>. No tags.</summary>
    public const string KeeperConnections = "peer_persistence.keeper.connections";

    /// <summary>Kept connections that ended although the app did not close them: counter, <c>{connection}</c>. No tags.</summary>
    public const string KeeperLosses = "peer_persistence.keeper.losses";

    /// <summary>How often a stored secret could not be opened: counter, <c>{secret}</c>. Tag: <see cref="SecretStatusTag"/>.</summary>
    public const string SecretsUnavailable = "peer_persistence.secrets.unavailable";

    /// <summary>Commits found lost when a file was opened: counter, <c>{commit}</c>.</summary>
    public const string RecoveryLostCommits = "peer_persistence.recovery.lost_commits";

    /// <summary>Damaged bytes set aside when a file was opened: counter, bytes.</summary>
    public const string RecoveryDamagedBytes = "peer_persistence.recovery.damaged_bytes";

    /// <summary>The method that was called, without its Async: <c>StorePeer</c>.</summary>
    public const string OperationTag = "peer_persistence.operation";

    /// <summary>The exception's type, if there was one: <c>System.IO.IOException</c>.</summary>
    public const string ErrorTypeTag = "error.type";

    /// <summary>The name given to <c>AddKeyedPeerPersistence</c>; absent for the unkeyed service.</summary>
    public const string IdentityTag = "peer_persistence.identity";

    /// <summary><c>read</c> or <c>write</c>.</summary>
    public const string DirectionTag = "peer_persistence.io.direction";

    /// <summary><c>capacity</c>, <c>import</c> or <c>cleanup</c>.</summary>
    public const string ReasonTag = "peer_persistence.eviction.reason";

    /// <summary><c>connected</c>, <c>failed</c> or <c>stopped</c>.</summary>
    public const string OutcomeTag = "peer_persistence.attempt.outcome";

    /// <summary><c>key_unavailable</c>, <c>damaged</c> or <c>newer_version</c>.</summary>
    public const string SecretStatusTag = "peer_persistence.secret.status";
}
