namespace PeerPersistence;

/// <summary>Who commits, as the head tells writers apart. One commit at a time.</summary>
internal sealed class PostgreSqlWriter(long id)
{
    public long Id { get; } = id;

    /// <summary>Where the head holds this writer's last commit; <c>null</c>: it has to be looked for.</summary>
    public WriterSeat? Seat { get; set; }
}
