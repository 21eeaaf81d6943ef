namespace PeerPersistence;

/// <summary>Who commits, as the head tells writers apart. One commit at a time.</summary>
internal sealed class PostgreSqlWriter(Random random)
{
    public long Id { get; private set; } = random.NextInt64();

    /// <summary>Where the head holds this writer's last commit; <c>null</c>: it has to be looked for.</summary>
    public WriterSeat? Seat { get; set; }

    /// <summary>Goes on as somebody else: a commit that was given up may land yet, and must not be taken for the next one.</summary>
    public void Renew() => (Id, Seat) = (random.NextInt64(), null);
}
