using PeerPersistence;

namespace Samples.Tests;

public sealed class SecondStartTests
{
    [Fact]
    public async Task Worker_WhileAnotherRuns_SaysSoInOneLine()
    {
        using var sample = new Sample();
        await using var other = await PeerPersistenceService.OpenAsync(Path.Combine(sample.Home, "alice.db"));

        var said = await sample.FailAsync("Worker", "--store", "alice.db");

        said.Trim().Should().Be("The worker is running already with this store.");
    }
}
