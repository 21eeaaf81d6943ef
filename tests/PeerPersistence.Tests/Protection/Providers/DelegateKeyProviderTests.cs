namespace PeerPersistence.Tests.Protection.Providers;

public class DelegateKeyProviderTests
{
    private static readonly byte[] DataKey = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private byte[]? _kept;
    private int _saves;

    [Fact]
    public async Task Wrap_NoKeyYet_SavesOneThatOpensAgain()
    {
        var wrapped = await Provider().WrapAsync(DataKey, default);

        (await Provider().UnwrapAsync(wrapped, default)).Should().Equal(DataKey);
        _kept.Should().HaveCount(32);
    }

    [Fact]
    public async Task Wrap_ManyAtOnce_SavesOnce()
    {
        var provider = Provider();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await provider.WrapAsync(DataKey, default))));

        _saves.Should().Be(1);
    }

    [Fact]
    public async Task Unwrap_NoKey_ThrowsAndSavesNone()
    {
        var wrapped = await Provider().WrapAsync(DataKey, default);
        _kept = null;

        var unwrap = async () => await Provider().UnwrapAsync(wrapped, default);

        await unwrap.Should().ThrowAsync<SecretUnavailableException>();
        _kept.Should().BeNull();
    }

    [Fact]
    public async Task Wrap_NoKeyAndNoWayToSaveOne_Throws()
    {
        var provider = new DelegateKeyProvider("credentials", _ => new((byte[]?)null));

        var wrap = async () => await provider.WrapAsync(DataKey, default);

        (await wrap.Should().ThrowAsync<SecretUnavailableException>()).WithMessage("*'credentials'*");
    }

    [Fact]
    public async Task Wrap_WhatIsKeptIsNoKey_Throws()
    {
        _kept = new byte[16];

        var wrap = async () => await Provider().WrapAsync(DataKey, default);

        await wrap.Should().ThrowAsync<SecretUnavailableException>();
        _kept.Should().Equal(new byte[16]);
    }

    [Fact]
    public void Create_NoNameOrNoWayToLoad_NamesTheArgument()
    {
        FluentActions.Invoking(() => new DelegateKeyProvider(null!, _ => default)).Should().Throw<ArgumentNullException>().WithParameterName("name");
        FluentActions.Invoking(() => new DelegateKeyProvider("vault", null!)).Should().Throw<ArgumentNullException>().WithParameterName("load");
    }

    private DelegateKeyProvider Provider() => new(
        "vault",
        async _ =>
        {
            await Task.Yield();
            return _kept?.ToArray();
        },
        (key, _) =>
        {
            _saves++;
            _kept = [.. key];
            return default;
        },
        KeyStrength.OperatingSystem);
}
