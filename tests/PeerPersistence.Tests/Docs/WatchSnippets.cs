namespace PeerPersistence.Tests.Docs;

public sealed class WatchSnippets
{
    [Fact]
    public async Task List_KeptByAWatch_IsWhatIsStored()
    {
        await using var setup = new Setup();
        var list = new Dictionary<string, PeerData>();
        using var end = new CancellationTokenSource();

        var watching = ShowAsync(setup.Service, list, end.Token);
        await setup.Service.StorePeersAsync([setup.Friend("a"), setup.Friend("b")]);
        await Eventually.Until(() => list.Count == 2);
        await setup.Service.RemovePeerAsync("a");
        await Eventually.Until(() => list.Count == 1);

        await end.CancelAsync();
        await FluentActions.Awaiting(() => watching).Should().ThrowAsync<OperationCanceledException>();
        list.Keys.Should().Equal("b");
    }

    private static async Task ShowAsync(IPeerPersistenceService peers, Dictionary<string, PeerData> list, CancellationToken cancellationToken)
    {
        // docs:begin watch
        await foreach (var change in peers.WatchAsync(cancellationToken))
        {
            if (change.Kind == PeerChangeKind.Removed)
                list.Remove(change.PeerId);
            else
                list[change.PeerId] = change.New!;
        }
        // docs:end
    }
}
