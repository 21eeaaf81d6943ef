namespace PeerPersistence.Cli;

/// <summary>What a peer is called in the report. Names are not unique, and some are blank; ids tell peers apart.</summary>
internal static class ReportNames
{
    private const int MostOfAName = 40;
    private const int MostOfAnId = 64;

    public static string Of(PeerData peer) => Of(peer.DisplayName, peer.PeerId);

    public static string Of(string name, string peerId) => string.IsNullOrWhiteSpace(PeerText.NameOf(name)) || name == peerId
        ? PlainText.Cut(peerId, MostOfAnId)
        : $"{PlainText.Cut(name, MostOfAName)} ({PlainText.Cut(peerId, MostOfAnId)})";
}
