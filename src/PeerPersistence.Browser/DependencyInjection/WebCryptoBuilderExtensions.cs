using PeerPersistence;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Names the browser's cryptography.</summary>
public static class WebCryptoBuilderExtensions
{
    /// <summary>
    /// Seals secrets by WebCrypto, with any store; derives passphrases by it, too, so that the page does not freeze. Where no master key
    /// is named, it is a <see cref="WebCryptoKeyProvider"/>.
    /// </summary>
    /// <remarks>Envelopes are the same as everywhere. It holds for the whole page; elsewhere than in a browser it does nothing.</remarks>
    /// <param name="builder">The builder.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <c>null</c>.</exception>
    public static TBuilder UseWebCrypto<TBuilder>(this TBuilder builder) where TBuilder : IPeerPersistenceBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (OperatingSystem.IsBrowser())
            WebCryptography.UseHere();
        return builder;
    }
}
