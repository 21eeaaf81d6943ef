namespace Samples.Tests;

public sealed class CustomStoreTests
{
    [Fact]
    public async Task Store_KeepsItsPromises_AndThePeers()
    {
        using var sample = new Sample();

        var output = await sample.RunAsync("CustomStore");

        output.Should().Contain("✓ like-the-model").And.EndWith($"Remembered: alice");
    }
}
