using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PeerPersistence;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers <see cref="IPeerPersistenceFactory"/>.</summary>
public static class PeerPersistenceFactoryServiceCollectionExtensions
{
    private const string Name = "PeerPersistence.Identities";

    /// <summary>Registers an <see cref="IPeerPersistenceFactory"/> as a singleton: the peers of many identities, by name.</summary>
    /// <remarks>
    /// With no stores named, each identity is kept in a file in the user's local application data folder, and one master key for all in a
    /// key file apart from them. Wrong options fail at start. A second call adds its configuration and changes nothing else.
    /// </remarks>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets how many are open, and for how long.</param>
    /// <returns>A builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <c>null</c>.</exception>
    public static IPeerPersistenceFactoryBuilder AddPeerPersistenceFactory(
        this IServiceCollection services, Action<PeerPersistenceFactoryOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<PeerPersistenceFactoryOptions>().ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<PeerPersistenceFactoryOptions>, PeerPersistenceFactoryOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PeerPersistenceOptions>, PeerPersistenceOptionsValidator>());
        services.TryAddSingleton<IPeerPersistenceFactory>(Create);
        return new PeerPersistenceFactoryBuilder(Name, services, services.AddOptions<PeerPersistenceOptions>(Name).ValidateOnStart());
    }

    private static PeerPersistenceFactory Create(IServiceProvider provider)
    {
        if (provider.GetKeyedService<IKeyValueStore>(Name) is not null)
            throw new InvalidOperationException(
                "Each identity must have a store of its own: UseFileStores, UseInMemoryStores or UseStores, not one store for all.");
        NamedPart.LogReplaced(provider, Name, provider.GetService<ILogger<PeerPersistenceService>>());
        var opening = new IdentityOpening(provider, Name);
        return new(
            new(
                opening.OpenAsync,
                provider.GetRequiredService<IOptions<PeerPersistenceFactoryOptions>>().Value,
                provider.GetService<TimeProvider>() ?? TimeProvider.System,
                provider.GetService<ILogger<PeerPersistenceService>>() ?? NullLogger<PeerPersistenceService>.Instance),
            opening.StrengthOf);
    }
}
