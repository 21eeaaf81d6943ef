namespace PeerPersistence.KeeperSimulator;

/// <summary>What a captive portal does with a call.</summary>
internal enum Portal
{
    None,

    /// <summary>It accepts and says nothing: who asks the peer to prove itself waits.</summary>
    Silent,

    /// <summary>It accepts, and ends the connection after a moment: who asks for no proof takes it for the peer's.</summary>
    Ending,
}
