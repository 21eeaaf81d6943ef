using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PeerPersistence;

internal sealed class PeerPersistenceBuilder(string name, IServiceCollection services, OptionsBuilder<PeerPersistenceOptions> options)
    : IPeerPersistenceBuilder
{
    public string Name => name;

    public IServiceCollection Services => services;

    public OptionsBuilder<PeerPersistenceOptions> Options => options;
}
