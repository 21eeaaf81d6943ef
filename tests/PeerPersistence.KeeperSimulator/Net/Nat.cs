namespace PeerPersistence.KeeperSimulator;

/// <summary>Who can be called.</summary>
internal enum Nat
{
    /// <summary>Everybody reaches it.</summary>
    Open,

    /// <summary>Whom it calls reaches it, as long as that calls from where it is expected.</summary>
    Restricted,

    /// <summary>Every call of its own comes from elsewhere: nobody reaches it.</summary>
    Symmetric,
}
