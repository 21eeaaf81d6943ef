using PeerPersistence;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Names localStorage as the store.</summary>
public static class LocalStorageBuilderExtensions
{
    /// <summary>
    /// Keeps peers in localStorage, in the layout of the JavaScript original and in its place, and seals secrets by WebCrypto. One tab at
    /// a time has it; see <see cref="LocalStorageKeyValueStore"/>.
    /// </summary>
    /// <remarks>Where no master key is named, it is a <see cref="WebCryptoKeyProvider"/>. Each keyed identity has its own area.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets how it is opened.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static TBuilder UseLocalStorage<TBuilder>(this TBuilder builder, Action<LocalStorageStoreOptions>? configure = null)
        where TBuilder : IPeerPersistenceBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new LocalStorageStoreOptions();
        configure?.Invoke(options);
        options.Validate();
        var area = builder.Name.Length == 0 ? "" : builder.Name + "/";
        return builder.UseWebCrypto().UseStore(_ => new LocalStorageKeyValueStore(area, options));
    }
}
