namespace PeerPersistence.KeeperSimulator;

/// <summary>What is wrong with an app's connector for a while.</summary>
internal enum Oddity
{
    None,

    /// <summary>It throws.</summary>
    Throws,

    /// <summary>It says that it cannot try now.</summary>
    NotNow,

    /// <summary>It never answers, until it is given up.</summary>
    Hangs,

    /// <summary>It is not given up either: long after it brings a connection that nobody waits for.</summary>
    IgnoresItsToken,

    /// <summary>It returns a connection that has ended.</summary>
    IsDead,

    /// <summary>It works, and calls the keeper and the service.</summary>
    CallsBack,
}
