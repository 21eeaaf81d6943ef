using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PeerPersistence;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers <see cref="IPeerPersistenceService"/>, and its parts as services of their own.</summary>
public static class PeerPersistenceServiceCollectionExtensions
{
    private static readonly Type[] Parts =
    [
        typeof(IPeers), typeof(IPeerEvents), typeof(IPeerQueries), typeof(IPeerReconnection),
        typeof(IPeerUpkeep), typeof(IPeerKeys), typeof(IPeerTransfer), typeof(IPeerWatching),
    ];

    /// <summary>Registers an <see cref="IPeerPersistenceService"/> as a singleton.</summary>
    /// <remarks>
    /// With no store named, peers are kept in a file in the user's local application data folder, and the master key in a key
    /// file apart from it. Wrong options fail at start. A second call adds its configuration and changes nothing else.
    /// </remarks>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets options.</param>
    public static IPeerPersistenceBuilder AddPeerPersistence(
        this IServiceCollection services, Action<PeerPersistenceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var builder = Add(services, Options.Options.DefaultName, configure);
        services.TryAddSingleton<IPeerPersistenceService>(provider => Create(provider, Options.Options.DefaultName));
        foreach (var part in Parts)
            services.TryAddSingleton(part, provider => provider.GetRequiredService<IPeerPersistenceService>());
        return builder;
    }

    /// <summary>Registers an <see cref="IPeerPersistenceService"/> as a keyed singleton: one of several identities in a process.</summary>
    /// <remarks>Each name has its own options, store and master key. Otherwise as the unkeyed one.</remarks>
    /// <param name="services">Where to register.</param>
    /// <param name="name">The identity, and the key to resolve it by; not empty.</param>
    /// <param name="configure">Sets options.</param>
    public static IPeerPersistenceBuilder AddKeyedPeerPersistence(
        this IServiceCollection services, string name, Action<PeerPersistenceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (string.IsNullOrEmpty(name))
            throw new ArgumentException("An identity has a name.", nameof(name));
        var builder = Add(services, name, configure);
        services.TryAddKeyedSingleton<IPeerPersistenceService>(name, (provider, _) => Create(provider, name));
        foreach (var part in Parts)
            services.TryAddKeyedSingleton(part, name, (provider, _) => provider.GetRequiredKeyedService<IPeerPersistenceService>(name));
        return builder;
    }

    private static PeerPersistenceBuilder Add(IServiceCollection services, string name, Action<PeerPersistenceOptions>? configure)
    {
        var options = services.AddOptions<PeerPersistenceOptions>(name).ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PeerPersistenceOptions>, PeerPersistenceOptionsValidator>());

        // Under a type of its own, so that a store named later still comes first.
        services.TryAddKeyedSingleton<DeferredFileStore>(name, (provider, _) =>
            new(ApplicationFolders.StoreFile(FileNameOf(name)), new FileStoreOptions().LoggingTo(provider.GetService<ILogger<FileKeyValueStore>>())));

        // The container's own, so that it clears the keys.
        services.TryAddKeyedSingleton(name, (provider, _) => EncryptedKeyValueStore.Create(StoreOf(provider, name), KeysOf(provider, name)));
        return new(name, services, options);
    }

    private static PeerPersistenceService Create(IServiceProvider provider, string name)
    {
        var store = EncryptsRecords(provider, name) ? provider.GetRequiredKeyedService<EncryptedKeyValueStore>(name) : StoreOf(provider, name);
        var options = provider.GetRequiredService<IOptionsMonitor<PeerPersistenceOptions>>().Get(name);
        return new(new OwnCore(CoreOf(provider, name, store, options, KeysOf(provider, name), name.Length == 0 ? null : name)));
    }

    internal static bool EncryptsRecords(IServiceProvider provider, string name) => provider.GetKeyedService<RecordEncryption>(name) is not null;

    internal static ServiceCore CoreOf(
        IServiceProvider provider, string name, IKeyValueStore store, PeerPersistenceOptions options, IMasterKeyProvider keys,
        string? identity = null) =>
        new(
            store, options, keys,
            provider.GetService<TimeProvider>(),
            provider.GetService<ILogger<PeerPersistenceService>>(),
            provider.GetKeyedService<IReconnectionRanker>(name) ?? new PresenceRanker(),
            identity: identity);

    private static IKeyValueStore StoreOf(IServiceProvider provider, string name) =>
        provider.GetKeyedService<IKeyValueStore>(name) ?? provider.GetRequiredKeyedService<DeferredFileStore>(name);

    private static IMasterKeyProvider KeysOf(IServiceProvider provider, string name) =>
        provider.GetKeyedService<IMasterKeyProvider>(name) ?? DefaultKeyFile.ProviderFor(ApplicationFolders.ApplicationName, FileNameOf(name));

    private static string FileNameOf(string name) => name.Length == 0 ? "default" : "identity-" + name;
}
