namespace PeerPersistence;

/// <summary>One step from an older stored form towards the present one; see <see cref="SchemaMigrations"/>.</summary>
/// <remarks>
/// A step finds out from what is stored whether there is anything to do, and is one commit that expects what it read: killed
/// before that, the next opening takes the step again; killed after it, finds it done. Several openings at once are no different.
/// </remarks>
internal interface ISchemaMigration
{
    /// <summary>Takes the step; nothing happens where the store does not hold the older form.</summary>
    /// <returns>Whether anything was done.</returns>
    Task<bool> RunAsync(CancellationToken cancellationToken);
}
