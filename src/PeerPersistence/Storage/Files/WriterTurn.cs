namespace PeerPersistence;

/// <summary>What the writer is to do.</summary>
internal enum WriterTurn
{
    /// <summary>Write.</summary>
    Work,

    /// <summary>Go: a writer is started when there is work again.</summary>
    Leave,

    /// <summary>Finish the file: the store is closed, and all is done.</summary>
    End,
}
