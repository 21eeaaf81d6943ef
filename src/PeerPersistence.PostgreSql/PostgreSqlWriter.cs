namespace PeerPersistence;

/// <summary>Who commits, one commit at a time, and leaves a log in a row of its own.</summary>
internal sealed class PostgreSqlWriter(Random random)
{
    public byte[] Key { get; private set; } = NewKey(random);

    /// <summary>The store's mark as it was read last; <c>null</c>: it has to be read.</summary>
    public StoreMark? Mark { get; set; }

    /// <summary>What its row holds, if the mark is as it was; <c>null</c>: it has none yet.</summary>
    public WriterLog? Log { get; set; }

    /// <summary>How many times it has sent what was cut off from its row.</summary>
    public int Cuts { get; set; }

    /// <summary>Goes on as somebody else: a commit that was given up may land yet, and must not be taken for the next one.</summary>
    public void Renew() => (Key, Mark, Log, Cuts) = (NewKey(random), null, null, 0);

    private static byte[] NewKey(Random random) => PostgreSqlSchema.WriterKey(random.NextInt64());
}
