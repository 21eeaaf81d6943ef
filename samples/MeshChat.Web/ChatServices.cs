using Microsoft.Extensions.DependencyInjection;

namespace MeshChat;

/// <summary>Puts a peer together.</summary>
internal static class ChatServices
{
    public static IServiceCollection AddChat(this IServiceCollection services, Part part)
    {
        // The library. Who used the JavaScript original on this site finds all friends here.
        services.AddPeerPersistence(options => options.MaxPeers = 200)
            .UseIndexedDb(part.Database, options => options.MoveFromLocalStorage = part.IsTheUsersOwn)
            .UseWebCrypto();

        return services
            .AddSingleton(part).AddSingleton(TimeProvider.System)
            .AddSingleton<PageScripts>().AddSingleton<LocalPeer>().AddSingleton<InvitationBook>().AddSingleton<ChatLog>()
            .AddSingleton<DataChannels>().AddSingleton<Door>().AddSingleton<Links>().AddSingleton<Signalling>()
            .AddSingleton<Mesh>().AddSingleton<Caller>().AddSingleton<Answerer>().AddSingleton<Introductions>().AddSingleton<Gossip>()
            .AddSingleton<Conversation>().AddSingleton<Reunions>().AddSingleton<QualityTracking>().AddSingleton<Upkeep>()
            .AddSingleton<NetworkChanges>().AddSingleton<People>().AddSingleton<Chat>()

            // Who this page is must be known before: the keeper is made when it is asked for.
            .AddSingleton(CreateKeeper).AddSingleton<Func<ConnectionKeeper>>(all => all.GetRequiredService<ConnectionKeeper>);
    }

    private static ConnectionKeeper CreateKeeper(IServiceProvider all) => new(
        all.GetRequiredService<IPeerPersistenceService>(),
        all.GetRequiredService<Caller>(),
        new() { LocalPeerId = all.GetRequiredService<LocalPeer>().Id, Target = 16, Interval = TimeSpan.FromSeconds(5) },
        all.GetRequiredService<TimeProvider>());
}
