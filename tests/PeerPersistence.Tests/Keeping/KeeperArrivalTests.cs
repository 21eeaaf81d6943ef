namespace PeerPersistence.Tests;

/// <summary>Connections that cross, replace each other and end, in every order: each is recorded once, and no end waits for ever.</summary>
public sealed class KeeperArrivalTests
{
    private static readonly string[] Events = ["calls", "called", "answers", "fails", "ends"];

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (var peerId in new[] { "a", "z" })
        {
            for (var first = 0; first < Events.Length; first++)
                cases.Add(peerId, first);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Connections_InEveryOrder_AreRecordedAndNobodyWaits(string peerId, int first)
    {
        foreach (var rest in Sequences(2))
        {
            foreach (var dials in new[] { false, true })
                await PlayAsync(peerId, dials, [Events[first], .. rest]);
        }
    }

    private static async Task PlayAsync(string peerId, bool dials, string[] events)
    {
        await using var scene = new KeeperScene(options => options.Target = dials ? 1 : 0);
        var why = $"{(dials ? "dialling, " : "")}{string.Join(", ", events)}";
        var answer = new TaskCompletionSource<IPeerConnection>();
        var connections = new List<FakeConnection>();
        scene.Connect = (_, _) => answer.Task;
        await scene.StartAsync(peerId);
        await Eventually.Until(() => dials ? scene.Dialled.Count == 1 : scene.Keeper.IsResting);

        foreach (var what in events)
        {
            var connection = new FakeConnection();
            switch (what)
            {
                case "calls" or "called":
                    scene.Keeper.Accept(peerId, connection, inbound: what == "calls");
                    connections.Add(connection);
                    break;
                case "answers" when dials && answer.TrySetResult(connection):
                    connections.Add(connection);
                    // One that ends before it has come to the keeper is none.
                    await Eventually.Until(() => scene.Keeper.State.Connections.All(link => link.IsConnected));
                    break;
                case "fails" when dials:
                    answer.TrySetException(new IOException());
                    break;
                case "ends" when scene.Keeper.Find(peerId) is FakeConnection standing:
                    standing.End(Departure.Remote);
                    break;
            }

            await KeeperScene.Settle();
        }

        answer.TrySetException(new IOException());
        connections.ForEach(connection => connection.End(Departure.Remote));
        await Eventually.Until(() => scene.Connected.Count == 0 && scene.Keeper.State.Unrecorded == 0 && Recorded() >= Math.Min(1, connections.Count));
        Recorded().Should().BeLessThanOrEqualTo(connections.Count, why);

        int Recorded() => scene.QualityAsync(peerId).Result.SuccessfulConnections - 1;
    }

    private static IEnumerable<string[]> Sequences(int length) => length == 0
        ? [[]]
        : from head in Sequences(length - 1) from last in Events select (string[])[.. head, last];
}
