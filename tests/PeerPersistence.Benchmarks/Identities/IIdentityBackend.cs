using Microsoft.Extensions.DependencyInjection;

namespace PeerPersistence.Benchmarks.Identities;

/// <summary>Where the identities of a run are kept.</summary>
internal interface IIdentityBackend : IAsyncDisposable
{
    string Name { get; }

    void Use(IPeerPersistenceFactoryBuilder builder);

    /// <summary>What all identities take there.</summary>
    Task<string> DescribeUseAsync(int identities);
}
