namespace PeerPersistence.KeeperSimulator;

/// <summary>An app that runs on a machine, as the network sees it.</summary>
internal interface IApp
{
    /// <summary>Somebody called, and proved who it is.</summary>
    void Accept(LinkEnd end);

    /// <summary>The machine came to another network.</summary>
    void NetworkChanged();
}
