using Xunit.Abstractions;

namespace PeerPersistence.Tests.Protection.Providers;

public class FixedKeyProviderTests(ITestOutputHelper output)
{
    private static readonly byte[] DataKey = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public async Task Unwrap_WhatWasWrapped_GivesTheKey()
    {
        using var provider = TestProviders.Fixed();

        var wrapped = await provider.WrapAsync(DataKey, new byte[] { 1 });

        (await provider.UnwrapAsync(wrapped, new byte[] { 1 })).Should().Equal(DataKey);
    }

    [Fact]
    public async Task Unwrap_ChangedBytesOtherDataOrOtherKey_Throws()
    {
        using var provider = TestProviders.Fixed();
        using var other = TestProviders.Fixed(2);
        var wrapped = await provider.WrapAsync(DataKey, new byte[] { 1 });
        var tried = 0;

        foreach (var flipped in Tampering.BitFlips(wrapped).Concat(Tampering.Truncations(wrapped)))
        {
            await ((Func<Task>)(async () => await provider.UnwrapAsync(flipped, new byte[] { 1 }))).Should().ThrowAsync<SecretUnavailableException>();
            tried++;
        }

        await ((Func<Task>)(async () => await provider.UnwrapAsync(wrapped, new byte[] { 2 }))).Should().ThrowAsync<SecretUnavailableException>();
        await ((Func<Task>)(async () => await other.UnwrapAsync(wrapped, new byte[] { 1 }))).Should().ThrowAsync<SecretUnavailableException>();
        output.WriteLine($"{tried} tampered wrapped keys refused.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(33)]
    public void Create_NoKeyOf32Bytes_Throws(int length)
    {
        var create = () => new FixedKeyProvider(new byte[length]);

        create.Should().Throw<ArgumentException>().WithParameterName("key");
    }

    [Fact]
    public async Task WrapAndUnwrap_AfterDispose_Throw()
    {
        var provider = TestProviders.Fixed();
        var wrapped = await provider.WrapAsync(DataKey, default);
        provider.Dispose();

        var wrap = async () => await provider.WrapAsync(DataKey, default);
        var unwrap = async () => await provider.UnwrapAsync(wrapped, default);

        await wrap.Should().ThrowAsync<ObjectDisposedException>();
        await unwrap.Should().ThrowAsync<ObjectDisposedException>();
    }
}
