using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PeerPersistence;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What a host adds: maintenance in the background, and a health check.</summary>
public static class HostingBuilderExtensions
{
    /// <summary>Runs <see cref="IPeerUpkeep.MaintainAsync"/> in the background, and flushes the store at shutdown.</summary>
    /// <remarks>
    /// The host starts even if the store is down; maintenance then waits for it. A second call adds its configuration.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets when it runs.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentException">The builder is a factory's.</exception>
    public static TBuilder AddMaintenance<TBuilder>(this TBuilder builder, Action<MaintenanceOptions>? configure = null)
        where TBuilder : IPeerPersistenceBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = builder.Services.AddOptions<MaintenanceOptions>(builder.Name);
        if (configure is not null)
            options.Configure(configure);
        if (!TryAddPart(builder, provider => CreateMaintenance(provider, builder.Name)))
            return builder;

        options.ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<MaintenanceOptions>>(new MaintenanceOptionsValidator(builder.Name));
        builder.Services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<MaintenanceService>(builder.Name));
        return builder;
    }

    /// <summary>
    /// Adds a health check: unhealthy if the store cannot be reached, degraded if data is damaged or keys are missing.
    /// </summary>
    /// <remarks>Its data hold counts, no ids and no addresses. A second call for the same identity changes nothing.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="name">What the check is called; <c>null</c>: <c>peer-persistence</c>, with <c>-</c> and the identity's name where it
    /// has one.</param>
    /// <param name="failureStatus">What a store that cannot be reached counts as; <c>null</c>: unhealthy.</param>
    /// <param name="tags">To filter checks by.</param>
    /// <param name="timeout">How long a check may take; <c>null</c>: as long as it takes.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentException">The builder is a factory's.</exception>
    public static TBuilder AddHealthCheck<TBuilder>(
        this TBuilder builder, string? name = null, HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null, TimeSpan? timeout = null)
        where TBuilder : IPeerPersistenceBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (!TryAddPart(builder, provider => new StoreHealthCheck(ServiceOf(provider, builder.Name))))
            return builder;
        name ??= builder.Name.Length == 0 ? "peer-persistence" : "peer-persistence-" + builder.Name;
        builder.Services.AddHealthChecks().Add(new(
            name, provider => provider.GetRequiredKeyedService<StoreHealthCheck>(builder.Name), failureStatus, tags, timeout));
        return builder;
    }

    /// <summary>
    /// Keeps connections while the host runs. Take <see cref="ConnectionKeeper"/> from the container to hand in calls.
    /// </summary>
    /// <remarks>
    /// With a named identity it is registered under that name. A second call adds its configuration. If an option is out of range, the
    /// start of the host throws an <see cref="OptionsValidationException"/>.
    /// </remarks>
    /// <typeparam name="TConnector">How to reach a peer. The container makes it once, unless you registered one.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets how; <see cref="KeeperOptions.LocalPeerId"/> must be set.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentException">The builder is a factory's.</exception>
    public static IPeerPersistenceBuilder KeepConnected<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TConnector>(
        this IPeerPersistenceBuilder builder, Action<KeeperOptions> configure)
        where TConnector : class, IPeerConnector
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddOptions<KeeperOptions>(builder.Name).Configure(configure);
        builder.Services.TryAddSingleton<TConnector>();
        if (!TryAddPart(builder, provider => new ConnectionKeeper(
            ServiceOf(provider, builder.Name), provider.GetRequiredService<TConnector>(),
            provider.GetRequiredService<IOptionsMonitor<KeeperOptions>>().Get(builder.Name),
            provider.GetService<TimeProvider>(), provider.GetService<ILogger<ConnectionKeeper>>())))
            return builder;
        if (builder.Name.Length == 0)
            builder.Services.TryAddSingleton(provider => provider.GetRequiredKeyedService<ConnectionKeeper>(builder.Name));
        builder.Services.AddSingleton<IHostedService>(
            provider => new KeeperService(provider.GetRequiredKeyedService<ConnectionKeeper>(builder.Name)));
        return builder;
    }

    private static MaintenanceService CreateMaintenance(IServiceProvider provider, string name) => new(
        ServiceOf(provider, name),
        provider.GetRequiredService<IOptionsMonitor<MaintenanceOptions>>().Get(name),
        provider.GetService<TimeProvider>() ?? TimeProvider.System,
        new Random(),
        provider.GetService<ILogger<MaintenanceService>>() ?? (ILogger)NullLogger.Instance);

    /// <returns><c>false</c>: this identity has one already.</returns>
    private static bool TryAddPart<T>(IPeerPersistenceBuilder builder, Func<IServiceProvider, T> create) where T : class
    {
        if (builder is IPeerPersistenceFactoryBuilder)
            throw new ArgumentException(
                "The identities of a factory are not open all the time: call MaintainAsync and CheckHealthAsync of each as it is used.",
                nameof(builder));
        var before = builder.Services.Count;
        builder.Services.TryAddKeyedSingleton(builder.Name, (provider, _) => create(provider));
        return builder.Services.Count > before;
    }

    private static IPeerPersistenceService ServiceOf(IServiceProvider provider, string name) => name.Length == 0
        ? provider.GetRequiredService<IPeerPersistenceService>()
        : provider.GetRequiredKeyedService<IPeerPersistenceService>(name);
}
