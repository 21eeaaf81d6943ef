using Microsoft.Extensions.DependencyInjection;

namespace PeerPersistence.Hosting.Tests;

public sealed class FactoryTests
{
    [Fact]
    public void Verbs_OnAFactory_SayWhatToDoInstead()
    {
        var builder = new ServiceCollection().AddPeerPersistenceFactory();

        builder.Invoking(factory => factory.AddMaintenance()).Should().Throw<ArgumentException>().WithMessage("*MaintainAsync*").WithParameterName("builder");
        builder.Invoking(factory => factory.AddHealthCheck()).Should().Throw<ArgumentException>().WithMessage("*CheckHealthAsync*").WithParameterName("builder");
    }
}
