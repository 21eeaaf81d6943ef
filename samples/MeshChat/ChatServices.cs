using Microsoft.Extensions.DependencyInjection;

namespace MeshChat;

/// <summary>Puts a peer together.</summary>
internal static class ChatServices
{
    public static IServiceCollection AddChat(this IServiceCollection services, ChatOptions options, ChatFolder folder)
    {
        // The library: every part that asks for an IPeerPersistenceService shares this one.
        services.AddPeerPersistence(peers => peers.MaxPeers = options.MaxPeers)
            .UseFileStore(folder.PeersFile)
            .UseKeyFile(folder.MasterKeyFile);

        return services
            .AddSingleton(options).AddSingleton(folder).AddSingleton(TimeProvider.System)
            .AddSingleton(options.Quick ? MeshPace.Quick : new MeshPace())
            .AddSingleton<ITerminal>(_ => options.Script ? new ScriptTerminal() : new TextTerminal())
            .AddSingleton(_ => PeerIdentity.LoadOrCreate(folder.IdentityFile)).AddSingleton<OwnCard>()
            .AddSingleton<SharedSecret>().AddSingleton<InvitationBook>()
            .AddMesh().AddCommands().AddSingleton<ChatApp>();
    }

    private static IServiceCollection AddMesh(this IServiceCollection services) => services
        .AddSingleton<LinkTable>().AddSingleton<AddressBook>().AddSingleton<ChangedKeys>().AddSingleton<Feelers>()
        .AddSingleton<Absences>().AddSingleton<Partings>()
        .AddSingleton<Mesh>().AddSingleton<Listener>().AddSingleton<Doorkeeper>().AddSingleton<Caller>().AddSingleton<Joining>()
        .AddSingleton<Introductions>().AddSingleton<Gossip>().AddSingleton<Conversation>().AddSingleton<DirectMessages>()
        .AddSingleton<QualityTracking>().AddSingleton<Upkeep>()
        .AddSingleton<Connector>().AddSingleton(CreateKeeper)

        // The keeper calls the very parts that tell it, so they can only ask for it later.
        .AddSingleton<Func<ConnectionKeeper>>(services => services.GetRequiredService<ConnectionKeeper>);

    private static ConnectionKeeper CreateKeeper(IServiceProvider services)
    {
        var pace = services.GetRequiredService<MeshPace>();
        var options = new KeeperOptions
        {
            LocalPeerId = services.GetRequiredService<PeerIdentity>().Id,
            Target = Connector.WantedLinks,
            MaxParallelism = 4,
            AttemptTimeout = pace.Call,
            Interval = pace.Reconnect,
        };
        return new(
            services.GetRequiredService<IPeerPersistenceService>(), services.GetRequiredService<Connector>(), options,
            services.GetRequiredService<TimeProvider>());
    }

    private static IServiceCollection AddCommands(this IServiceCollection services) => services
        .AddSingleton<ICommand, InviteCommand>().AddSingleton<ICommand, JoinCommand>()
        .AddSingleton<ICommand, PeersCommand>().AddSingleton<ICommand, FriendsCommand>().AddSingleton<ICommand, CandidatesCommand>()
        .AddSingleton<ICommand, MessageCommand>().AddSingleton<ICommand, LinkCommand>().AddSingleton<ICommand, UnlinkCommand>()
        .AddSingleton<ICommand, PinCommand>().AddSingleton<ICommand, AcceptCommand>()
        .AddSingleton<ICommand, BlockCommand>().AddSingleton<ICommand, UnblockCommand>()
        .AddSingleton<ICommand, ForgetCommand>().AddSingleton<ICommand, MoveCommand>()
        .AddSingleton<CommandLoop>();
}
