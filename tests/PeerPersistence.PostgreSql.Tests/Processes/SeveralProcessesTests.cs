namespace PeerPersistence.PostgreSql.Tests.Processes;

/// <summary>Several processes on one store.</summary>
public sealed class SeveralProcessesTests
{
    [PostgreSqlFact]
    public async Task UpdatePeerAsync_SixteenProcessesAtTheSamePeers_NothingIsLost()
    {
        const int Processes = 16;
        const int Times = 10;
        var name = SharedServer.NewName();
        var connectionString = (await SharedServer.Value).ConnectionString;
        var exits = await Task.WhenAll(Enumerable.Range(0, Processes).Select(_ => OtherProcess.RunAsync(connectionString, name, $"{Times}")));
        exits.Should().OnlyContain(code => code == 0);

        await using var store = await SharedServer.OpenAsync(name);
        await using var peers = new PeerPersistenceService(store);
        foreach (var peerId in Program.Peers)
            (await peers.GetPeerAsync(peerId))!.ReconnectionAttempts.Should().Be(Processes * Times);
        (await peers.GetAllPeerIdsAsync()).Should().BeEquivalentTo(Program.Peers);
    }
}
