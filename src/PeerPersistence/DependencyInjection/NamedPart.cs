using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace PeerPersistence;

/// <summary>
/// A part that an identity has one of. The last one named counts, so that a test's store takes the place of the application's.
/// </summary>
internal static class NamedPart
{
    public static void Name<T>(IPeerPersistenceBuilder builder, Func<IServiceProvider, T> create) where T : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        Forget<T>(builder);
        builder.Services.AddKeyedSingleton(builder.Name, (provider, _) => create(provider));
    }

    /// <summary>The same with one that stays its owner's: the container does not dispose of it.</summary>
    public static void NameInstance<T>(IPeerPersistenceBuilder builder, T part) where T : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(part);
        Forget<T>(builder);
        builder.Services.AddKeyedSingleton(builder.Name, part);
    }

    /// <summary>Tells which parts were named more than once.</summary>
    public static void LogReplaced(IServiceProvider provider, string name, ILogger? logger)
    {
        foreach (var part in provider.GetKeyedServices<Replaced>(name))
            logger?.PartReplaced(part.Type.Name);
    }

    private static void Forget<T>(IPeerPersistenceBuilder builder) where T : class
    {
        var before = builder.Services.Count;
        builder.Services.RemoveAllKeyed<T>(builder.Name);
        if (builder.Services.Count < before)
            builder.Services.AddKeyedSingleton(builder.Name, new Replaced(typeof(T)));
    }

    private sealed class Replaced(Type type)
    {
        public Type Type => type;
    }
}
