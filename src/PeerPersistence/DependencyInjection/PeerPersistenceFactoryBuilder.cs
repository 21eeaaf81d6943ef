using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PeerPersistence;

internal sealed record PeerPersistenceFactoryBuilder(
    string Name, IServiceCollection Services, OptionsBuilder<PeerPersistenceOptions> Options)
    : IPeerPersistenceFactoryBuilder;
