namespace PeerPersistence.Simulator;

/// <summary>An order of trying that also says whom to try while the app stays open.</summary>
internal interface IRetrying
{
    /// <summary>The most peers that one round tries: what a query gives unless told otherwise, here as in the original.</summary>
    const int MostTries = 10;

    /// <summary>A background round.</summary>
    /// <param name="now">The instant.</param>
    /// <param name="connected">Who need not be tried.</param>
    /// <param name="connect">Tries one.</param>
    void Retry(int now, IReadOnlyCollection<SimulatedPeer> connected, Func<SimulatedPeer, bool> connect);
}
