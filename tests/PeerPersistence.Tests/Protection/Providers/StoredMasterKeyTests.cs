namespace PeerPersistence.Tests.Protection.Providers;

public sealed class StoredMasterKeyTests
{
    /// <summary>Whatever a key store gives is cleared, a key or not, whether the call succeeds or not.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Wrap_KeyBesideOtherThings_ClearsAllThatItWasGiven(bool hasKey)
    {
        byte[][] given = [Filled(16), hasKey ? Filled(32) : Filled(31), Filled(64)];
        var key = new StoredMasterKey("the store", _ => new(given), save: null);

        var wrap = async () => await key.WrapAsync(Filled(32), default, default);

        if (hasKey)
            (await wrap()).Should().NotBeEmpty();
        else
            await wrap.Should().ThrowAsync<SecretUnavailableException>().WithMessage("*32 bytes (had 16)*");
        given.Should().OnlyContain(bytes => bytes.All(value => value == 0));
    }

    private static byte[] Filled(int length) => [.. Enumerable.Range(1, length).Select(i => (byte)i)];
}
