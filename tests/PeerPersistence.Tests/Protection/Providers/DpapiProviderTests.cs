namespace PeerPersistence.Tests.Protection.Providers;

public class DpapiProviderTests
{
    [Fact]
    public async Task WrapAndUnwrap_OnWindowsRoundTripElsewhereSayItIsNotThere()
    {
        var provider = new DpapiProvider();
        var dataKey = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
        var roundTrip = async () => await provider.UnwrapAsync(await provider.WrapAsync(dataKey, new byte[] { 1 }), new byte[] { 1 });

        if (OperatingSystem.IsWindows())
            (await roundTrip()).Should().Equal(dataKey);
        else
            (await roundTrip.Should().ThrowAsync<SecretUnavailableException>()).WithMessage("*Windows*");
    }
}
