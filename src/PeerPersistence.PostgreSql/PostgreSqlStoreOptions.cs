using System.Text.RegularExpressions;

namespace PeerPersistence;

/// <summary>How a <see cref="PostgreSqlKeyValueStore"/> works. Read once, when the store is made.</summary>
public sealed partial class PostgreSqlStoreOptions
{
    /// <summary>
    /// The table, with its schema before a dot if it has one: small letters, digits and underscores, each part 63 at most;
    /// <c>peer_persistence</c> unless set. Many stores share one.
    /// </summary>
    public string Table { get; set; } = "peer_persistence";

    /// <summary>
    /// Whether a missing table is made at the first use. On by default. Where the user may not, run the script of the documentation.
    /// </summary>
    public bool CreateTable { get; set; } = true;

    /// <summary>
    /// How long after its first failure a call goes on trying while the server is away, switched over or busy with conflicts, before it
    /// throws; 30 seconds unless set, not negative. Zero: it tries once. A try that has begun is given its time, which the connection
    /// string sets.
    /// </summary>
    public TimeSpan RetryTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock for waiting, and for revisions; the system's unless set.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Chance, for the waits between tries and for telling writers apart.</summary>
    internal Random Random { get; set; } = Random.Shared;

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Table);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        if (!TableName().IsMatch(Table))
            throw new ArgumentException(
                "Must be small letters, digits and underscores, with a schema before a dot at most.", nameof(Table));
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryTimeout, TimeSpan.Zero);
    }

    [GeneratedRegex(@"^([a-z_][a-z0-9_]{0,62}\.)?[a-z_][a-z0-9_]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex TableName();
}
