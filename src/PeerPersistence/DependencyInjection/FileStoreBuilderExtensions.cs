using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PeerPersistence;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Names a file as the store.</summary>
/// <remarks>
/// How it is written may also be configured as <see cref="FileStoreOptions"/> under the builder's name:
/// <c>services.Configure&lt;FileStoreOptions&gt;(builder.Name, options => …)</c>.
/// </remarks>
public static class FileStoreBuilderExtensions
{
    /// <summary>Keeps peers in a file, opened at the first use.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The file; its folder is made if it is missing.</param>
    /// <param name="options">How it is written; <c>null</c>: as configured, or the defaults.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static TBuilder UseFileStore<TBuilder>(this TBuilder builder, string path, FileStoreOptions? options = null)
        where TBuilder : IPeerPersistenceBuilder
    {
        CheckPath(path);
        return builder.UseStore(provider => DeferredFileStore.Create(provider, builder.Name, path, options));
    }

    /// <summary>Keeps peers in a file, opened at the first use.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The file; its folder is made if it is missing.</param>
    /// <param name="configure">Sets how it is written.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static TBuilder UseFileStore<TBuilder>(this TBuilder builder, string path, Action<FileStoreOptions> configure)
        where TBuilder : IPeerPersistenceBuilder
    {
        CheckPath(path);
        return builder.UseFileStore(_ => path, configure);
    }

    /// <summary>Keeps peers in a file whose path a service knows, opened at the first use.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">Gives the file, when the store is made; its folder is made if it is missing.</param>
    /// <param name="configure">Sets how it is written; <c>null</c>: as configured, or the defaults.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static TBuilder UseFileStore<TBuilder>(
        this TBuilder builder, Func<IServiceProvider, string> path, Action<FileStoreOptions>? configure = null)
        where TBuilder : IPeerPersistenceBuilder
    {
        ArgumentNullException.ThrowIfNull(path);
        if (configure is not null)
            Configure(builder).Configure(configure);
        return builder.UseStore(provider => DeferredFileStore.Create(provider, builder.Name, CheckPath(path(provider))));
    }

    /// <summary>Keeps peers in a file, opened at the first use, that is written as configuration says.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The file; its folder is made if it is missing.</param>
    /// <param name="configuration">Has <see cref="FileStoreOptions"/> by their names. A value that cannot be read is an
    /// <see cref="OptionsValidationException"/>.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static TBuilder UseFileStore<TBuilder>(this TBuilder builder, string path, IConfiguration configuration)
        where TBuilder : IPeerPersistenceBuilder
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return builder.UseFileStore(path, options => ConfiguredOptions.Apply(configuration, builder.Name, options));
    }

    private static OptionsBuilder<FileStoreOptions> Configure(IPeerPersistenceBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FileStoreOptions>, FileStoreOptionsValidator>());
        return builder.Services.AddOptions<FileStoreOptions>(builder.Name).ValidateOnStart();
    }

    private static string CheckPath(string? path) =>
        string.IsNullOrEmpty(path) ? throw new ArgumentException("A file store's path must not be empty.", nameof(path)) : path;
}
