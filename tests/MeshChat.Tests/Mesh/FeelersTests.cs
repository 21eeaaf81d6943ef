using System.Net;

namespace MeshChat.Tests.Mesh;

public sealed class FeelersTests
{
    private readonly Feelers _feelers = new(new FakeTimeProvider());

    [Fact]
    public void TryCall_AllPlacesAreTakenByCallsUnderWay_TheNextWaitsForThem()
    {
        var brought = Enumerable.Range(0, Feelers.PerSponsor + 1).Select(HeardOf).ToList();
        foreach (var peer in brought[..^1])
            _feelers.TryCall(peer, AddressOf(peer)).Should().BeTrue();

        _feelers.MayCall(brought[^1]).Should().BeFalse();
        _feelers.AwaitsAnswer(brought[^1]).Should().BeTrue();

        _feelers.Answered(brought[0].PeerId);
        _feelers.MayCall(brought[^1]).Should().BeTrue("who answered bothered nobody");
    }

    [Fact]
    public void TryCall_AllPlacesWentUnanswered_NothingIsToBeAwaited()
    {
        var brought = Enumerable.Range(0, Feelers.PerSponsor + 1).Select(HeardOf).ToList();
        foreach (var peer in brought[..^1])
        {
            _feelers.TryCall(peer, AddressOf(peer));
            _feelers.Ended(peer.PeerId);
        }

        _feelers.MayCall(brought[^1]).Should().BeFalse();
        _feelers.AwaitsAnswer(brought[^1]).Should().BeFalse();
    }

    private static PeerData HeardOf(int number) => new()
    {
        PeerId = $"stranger-{number}",
        CachedCandidates = [ListenAddress.ToCandidate(new(IPAddress.Loopback, 4000 + number))],
        Metadata = new PeerMetadata { ["sponsor"] = new string('a', 64) },
    };

    private static IPEndPoint AddressOf(PeerData peer) => Acquaintance.AddressesOf(peer).Single();
}
