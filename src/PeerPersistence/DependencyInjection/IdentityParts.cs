using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PeerPersistence;

/// <summary>Makes an identity's store.</summary>
internal sealed record IdentityStores(Func<string, IKeyValueStore> Create)
{
    public static IdentityStores InFolder(IServiceProvider provider, string folder, FileStoreOptions options)
    {
        options = options.LoggingTo(provider.GetService<ILogger<FileKeyValueStore>>());
        return new(identity => new DeferredFileStore(Path.Combine(folder, IdentityFileName.Of(identity) + ".peers"), options));
    }
}

/// <summary>Makes an identity's own master key provider.</summary>
internal sealed record IdentityKeys(Func<string, IMasterKeyProvider> Create);

/// <summary>Changes everybody's options for one identity.</summary>
internal sealed record IdentityOptions(Action<string, PeerPersistenceOptions> Configure);
