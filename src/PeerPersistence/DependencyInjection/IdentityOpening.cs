using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PeerPersistence;

/// <summary>Puts an identity's parts together, from what is registered for the factory.</summary>
internal sealed class IdentityOpening(IServiceProvider provider, string name)
{
    private readonly IdentityStores _stores = provider.GetKeyedService<IdentityStores>(name)
        ?? IdentityStores.InFolder(provider, ApplicationFolders.IdentitiesFolder(), new());
    private readonly IdentityKeys? _ownKeys = provider.GetKeyedService<IdentityKeys>(name);
    private readonly IReadOnlyList<IdentityOptions> _ownOptions = [.. provider.GetKeyedServices<IdentityOptions>(name)];
    private readonly IMasterKeyProvider _keys = provider.GetKeyedService<IMasterKeyProvider>(name)
        ?? provider.GetService<IMasterKeyProvider>()
        ?? PlatformCryptography.Current.DefaultKey("identities");

    /// <summary>Opens all of it, or nothing.</summary>
    public async Task<OpenIdentity> OpenAsync(string identity)
    {
        List<object> parts = [];
        try
        {
            var store = Part(_stores.Create(identity));
            var keys = _ownKeys is null ? _keys : Part(_ownKeys.Create(identity));
            var inClear = PeerPersistenceServiceCollectionExtensions.EncryptionOf(provider, name) is { } encryption
                ? Part(encryption.Layer(store, keys))
                : store;
            var core = Part(PeerPersistenceServiceCollectionExtensions.CoreOf(provider, name, inClear, OptionsOf(identity), keys));
            await core.ReadyAsync(CancellationToken.None).ConfigureAwait(false);
            return new(core, store, parts);
        }
        catch
        {
            await OpenIdentity.DisposeAsync(parts, parts.Count).ConfigureAwait(false);
            throw;
        }

        T Part<T>(T part) where T : class
        {
            parts.Add(part ?? throw new InvalidOperationException(
                $"What was named for the identities returned null instead of an {typeof(T).Name}."));
            return part;
        }
    }

    /// <summary>The strength of the master key of an identity that is closed.</summary>
    public KeyStrength StrengthOf(string identity)
    {
        if (_ownKeys is null)
            return _keys.Strength;
        var keys = _ownKeys.Create(identity);
        using (keys as IDisposable)
            return keys.Strength;
    }

    private PeerPersistenceOptions OptionsOf(string identity)
    {
        var options = provider.GetRequiredService<IOptionsMonitor<PeerPersistenceOptions>>().Get(name);
        if (_ownOptions.Count == 0)
            return options;
        options = options.Copy();
        foreach (var own in _ownOptions)
            own.Configure(identity, options);
        return options;
    }
}
