using Microsoft.Extensions.Configuration;
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
        typeof(IPeers), typeof(IPeerTrust), typeof(IPeerEvents), typeof(IPeerQueries), typeof(IPeerReconnection),
        typeof(IPeerUpkeep), typeof(IPeerKeys), typeof(IPeerTransfer), typeof(IPeerWatching),
    ];

    /// <summary>Registers an <see cref="IPeerPersistenceService"/> as a singleton.</summary>
    /// <remarks>
    /// With no store named, peers are kept in a file in the user's local application data folder, and the master key in a key
    /// file apart from it. Wrong options fail at start. A second call adds its configuration; a part that it names takes the place of
    /// the one named before, and a log line tells. An <see cref="IKeyValueStore"/> that is registered is taken where no store is named;
    /// where one was named before it, nobody can tell which is meant, and making the service fails.
    /// </remarks>
    /// <example>
    /// <!-- snippet: dependency-injection -->
    /// <code>
    /// services.AddPeerPersistence(options => options.MaxPeers = 200)
    ///     .UseFileStore("peers.db");
    /// </code>
    /// </example>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>A builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <c>null</c>.</exception>
    public static IPeerPersistenceBuilder AddPeerPersistence(
        this IServiceCollection services, Action<PeerPersistenceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var builder = Add(services, Options.Options.DefaultName, configure);
        services.TryAddSingleton<IPeerPersistenceService>(provider =>
        {
            RefuseStoreRegisteredLater(services);
            return Create(provider, Options.Options.DefaultName);
        });
        foreach (var part in Parts)
            services.TryAddSingleton(part, provider => provider.GetRequiredService<IPeerPersistenceService>());
        return builder;
    }

    /// <summary>Registers an <see cref="IPeerPersistenceService"/> as a singleton, with options from configuration.</summary>
    /// <remarks>Options are read by their names, once; what is not there keeps its default. No reflection is used.</remarks>
    /// <param name="services">Where to register.</param>
    /// <param name="configuration">A section with the names of <see cref="PeerPersistenceOptions"/>, such as <c>MaxPeers</c> and
    /// <c>Retention:InactiveAfter</c>.
    /// A value that cannot be read fails at start, with an <see cref="OptionsValidationException"/> that names it.</param>
    /// <returns>A builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <c>null</c>.</exception>
    public static IPeerPersistenceBuilder AddPeerPersistence(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return services.AddPeerPersistence(options => ConfiguredOptions.Apply(configuration, Options.Options.DefaultName, options));
    }

    /// <summary>Registers an <see cref="IPeerPersistenceService"/> as a keyed singleton: one of several identities in a process.</summary>
    /// <remarks>Each name has its own options, store and master key. Otherwise as the unkeyed one.</remarks>
    /// <param name="services">Where to register.</param>
    /// <param name="name">The identity, and the key to resolve it by; not empty.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>A builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <c>null</c>.</exception>
    public static IPeerPersistenceBuilder AddKeyedPeerPersistence(
        this IServiceCollection services, string name, Action<PeerPersistenceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (string.IsNullOrEmpty(name))
            throw new ArgumentException("An identity's name must not be empty.", nameof(name));
        var builder = Add(services, name, configure);
        services.TryAddKeyedSingleton<IPeerPersistenceService>(name, (provider, _) => Create(provider, name));
        foreach (var part in Parts)
            services.TryAddKeyedSingleton(part, name, (provider, _) => provider.GetRequiredKeyedService<IPeerPersistenceService>(name));
        return builder;
    }

    /// <summary>Registers one of several identities in a process, with options from configuration.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="name">The identity, and the key to resolve it by; not empty.</param>
    /// <param name="configuration">As in <see cref="AddPeerPersistence(IServiceCollection, IConfiguration)"/>.</param>
    /// <returns>A builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <c>null</c>.</exception>
    public static IPeerPersistenceBuilder AddKeyedPeerPersistence(
        this IServiceCollection services, string name, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return services.AddKeyedPeerPersistence(name, options => ConfiguredOptions.Apply(configuration, name, options));
    }

    private static PeerPersistenceBuilder Add(IServiceCollection services, string name, Action<PeerPersistenceOptions>? configure)
    {
        var options = services.AddOptions<PeerPersistenceOptions>(name).ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PeerPersistenceOptions>, PeerPersistenceOptionsValidator>());

        // Under a type of its own, so that a store named later still comes first.
        if (!OperatingSystem.IsBrowser())
        {
            services.TryAddKeyedSingleton<DeferredFileStore>(name, (provider, _) =>
                DeferredFileStore.Create(provider, name, ApplicationFolders.StoreFile(FileNameOf(name))));
        }

        return new(name, services, options);
    }

    private static PeerPersistenceService Create(IServiceProvider provider, string name)
    {
        NamedPart.LogReplaced(provider, name, provider.GetService<ILogger<PeerPersistenceService>>());
        var store = EncryptionOf(provider, name) is not null
            ? provider.GetRequiredKeyedService<EncryptedKeyValueStore>(name)
            : StoreOf(provider, name);
        var options = provider.GetRequiredService<IOptionsMonitor<PeerPersistenceOptions>>().Get(name);
        return new(new OwnCore(CoreOf(provider, name, store, options, KeysOf(provider, name), name.Length == 0 ? null : name)));
    }

    internal static RecordEncryption? EncryptionOf(IServiceProvider provider, string name) =>
        provider.GetKeyedService<RecordEncryption>(name);

    internal static ServiceCore CoreOf(
        IServiceProvider provider, string name, IKeyValueStore store, PeerPersistenceOptions options, IMasterKeyProvider keys,
        string? identity = null) =>
        new(
            store, options, keys,
            provider.GetService<TimeProvider>(),
            provider.GetService<ILogger<PeerPersistenceService>>(),
            provider.GetKeyedService<IReconnectionRanker>(name) ?? provider.GetService<IReconnectionRanker>(),
            identity: identity);

    internal static IKeyValueStore StoreOf(IServiceProvider provider, string name) =>
        provider.GetKeyedService<IKeyValueStore>(name)
        ?? (name.Length == 0 ? provider.GetService<IKeyValueStore>() : null)
        ?? (OperatingSystem.IsBrowser() ? new FilelessStore() : provider.GetRequiredKeyedService<DeferredFileStore>(name));

    internal static IMasterKeyProvider KeysOf(IServiceProvider provider, string name) =>
        provider.GetKeyedService<IMasterKeyProvider>(name)
        ?? provider.GetService<IMasterKeyProvider>()
        ?? PlatformCryptography.Current.DefaultKey(FileNameOf(name));

    // It may be meant instead of the named one, or lie inside it.
    private static void RefuseStoreRegisteredLater(IServiceCollection services)
    {
        var stores = services.Where(service => service.ServiceType == typeof(IKeyValueStore) && service.ServiceKey is null or "").ToList();
        if (stores.Exists(store => store.IsKeyedService) && !stores[^1].IsKeyedService)
            throw new InvalidOperationException(
                "An IKeyValueStore must not be registered after a store was named. "
                + "Name it, if it is meant: UseStore(provider => provider.GetRequiredService<IKeyValueStore>()). Or register it before.");
    }

    internal static string FileNameOf(string name) => name.Length == 0 ? "default" : "identity-" + name;
}
