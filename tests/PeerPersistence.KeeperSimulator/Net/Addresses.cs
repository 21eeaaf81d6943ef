using System.Globalization;

namespace PeerPersistence.KeeperSimulator;

/// <summary>Addresses as a peer's record holds them.</summary>
internal static class Addresses
{
    public static IceCandidate Of(int address) => new(
        string.Create(CultureInfo.InvariantCulture, $"candidate:1 1 udp 1694498815 10.{address >> 16}.{(address >> 8) & 255}.{address & 255} {address} typ srflx"));

    public static int In(IceCandidate candidate) =>
        int.Parse(candidate.Candidate.Split(' ')[5], CultureInfo.InvariantCulture);
}
