using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PeerPersistence;

internal sealed record PeerPersistenceBuilder(string Name, IServiceCollection Services, OptionsBuilder<PeerPersistenceOptions> Options)
    : IPeerPersistenceBuilder;
