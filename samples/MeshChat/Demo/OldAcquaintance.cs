using Microsoft.Extensions.DependencyInjection;

namespace MeshChat;

/// <summary>
/// Gives a peer, before it starts, someone to remember that nobody saw for 40 days, so that its upkeep has something to do.
/// </summary>
internal static class OldAcquaintance
{
    public static async Task RememberAsync(string folder, string name)
    {
        var services = new ServiceCollection();
        var files = new ChatFolder(folder);
        services.AddPeerPersistence().UseFileStore(files.PeersFile).UseKeyFile(files.MasterKeyFile);
        await using var provider = services.BuildServiceProvider();
        var longAgo = TimeProvider.System.GetUtcNow().AddDays(-40);
        await provider.GetRequiredService<IPeerPersistenceService>().StorePeerAsync(
            PeerData.Create(name, longAgo) with { DisplayName = name });
    }
}
