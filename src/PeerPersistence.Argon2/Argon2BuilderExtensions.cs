using PeerPersistence;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Names Argon2id for the master key.</summary>
public static class Argon2BuilderExtensions
{
    /// <summary>Wraps the data keys under a passphrase; see <see cref="Argon2idProvider"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="passphrase">Asked when the passphrase is needed.</param>
    /// <param name="cost">What new keys cost; <c>null</c>, the default: 64 MiB, 3 passes, 4 lanes.</param>
    /// <returns>The same builder, to go on.</returns>
    /// <exception cref="ArgumentException">The cost is out of bounds.</exception>
    public static TBuilder UseArgon2id<TBuilder>(this TBuilder builder, Func<string> passphrase, Argon2idCost? cost = null)
        where TBuilder : IPeerPersistenceBuilder
    {
        ArgumentNullException.ThrowIfNull(passphrase);
        cost?.ThrowIfNotAllowed(nameof(cost));
        return builder.UseMasterKey(_ => new Argon2idProvider(passphrase, cost));
    }
}
