namespace MeshChat;

/// <summary>One peer, from its start until the page is closed.</summary>
internal sealed class Chat(
    PageScripts scripts, Part part, LocalPeer self, IPeerPersistenceService peers, Func<ConnectionKeeper> keeper, DataChannels channels,
    QualityTracking quality, Door door, Signalling signalling, Answerer answerer, Reunions reunions, Gossip gossip, Upkeep upkeep,
    NetworkChanges network, People people, Caller caller, ChatLog log)
{
    /// <summary>Looks who this page is.</summary>
    public async Task<Beginning> LookAsync()
    {
        if (!await scripts.ClaimAsync(part.Name))
            return Beginning.OpenElsewhere;
        return await self.LoadAsync(part.Name) ? Beginning.Known : Beginning.Nameless;
    }

    /// <summary>Begins to find friends again.</summary>
    public async Task StartAsync()
    {
        await peers.InitializeAsync();
        await channels.StartAsync();
        quality.Start();
        await network.StartAsync();
        signalling.Called = answerer.Answer;
        _ = door.RunAsync();
        _ = reunions.RunAsync();
        _ = people.RunAsync();
        _ = gossip.RunAsync();
        _ = upkeep.RunAsync();
        keeper().Start();
        if (await scripts.TakeFragmentAsync() is { Length: > 0 } link && await caller.TryJoinAsync(link) is { } problem)
            log.Tell(problem);
    }
}

/// <summary>How a page begins.</summary>
internal enum Beginning
{
    /// <summary>Another tab is this peer already.</summary>
    OpenElsewhere,

    /// <summary>Nobody was here before.</summary>
    Nameless,

    /// <summary>A user came back.</summary>
    Known,
}
