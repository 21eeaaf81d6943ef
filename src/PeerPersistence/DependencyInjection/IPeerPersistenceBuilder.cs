using Microsoft.Extensions.Options;
using PeerPersistence;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Goes on from <c>AddPeerPersistence</c>: every further verb is an extension method on this.</summary>
public interface IPeerPersistenceBuilder
{
    /// <summary>
    /// The identity that is configured; empty for the unkeyed one. Its parts are registered as keyed services under this name.
    /// </summary>
    string Name { get; }

    /// <summary>Where it is registered.</summary>
    IServiceCollection Services { get; }

    /// <summary>Its options, to bind or to configure further.</summary>
    OptionsBuilder<PeerPersistenceOptions> Options { get; }
}
