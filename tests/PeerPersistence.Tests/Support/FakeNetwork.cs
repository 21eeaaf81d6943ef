namespace PeerPersistence.Tests;

/// <summary>A network that a test takes down.</summary>
internal sealed class FakeNetwork : INetworkStatus
{
    public bool IsDown { get; set; }
}
