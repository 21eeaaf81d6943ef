using System.Runtime.InteropServices;

namespace PeerPersistence.Tests.Protection.Providers;

public sealed class KeychainProviderTests
{
    private static readonly byte[] DataKey = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private readonly FakeKeychain _keychain = new();

    [Fact]
    public async Task Wrap_NoKeyYet_AddsOneThatOpensAgain()
    {
        var wrapped = await Provider().WrapAsync(DataKey, default);

        (await Provider().UnwrapAsync(wrapped, default)).Should().Equal(DataKey);
    }

    [Fact]
    public async Task Wrap_AnotherProcessWasQuicker_WrapsUnderItsKey()
    {
        _keychain.BeforeAdding = () => _keychain.Kept = [.. Enumerable.Reverse(DataKey)];

        var wrapped = await Provider().WrapAsync(DataKey, default);

        _keychain.Kept.Should().Equal(Enumerable.Reverse(DataKey));
        (await Provider().UnwrapAsync(wrapped, default)).Should().Equal(DataKey);
    }

    [Theory]
    [InlineData(-128, "*declined*")]
    [InlineData(-25293, "*declined*")]
    [InlineData(-25308, "*locked*")]
    [InlineData(-34018, "*error -34018*")]
    public async Task AnyCall_Refused_SaysWhyAndMakesNoKey(int status, string message)
    {
        _keychain.Refusal = (KeychainStatus)status;

        foreach (var call in (Func<ValueTask<byte[]>>[])[() => Provider().WrapAsync(DataKey, default), () => Provider().UnwrapAsync(DataKey, default)])
            await FluentActions.Awaiting(async () => await call()).Should().ThrowAsync<SecretUnavailableException>().WithMessage(message);
        _keychain.Kept.Should().BeNull();
    }

    [Fact]
    public async Task Unwrap_NoKey_ThrowsAndMakesNone()
    {
        await FluentActions.Awaiting(async () => await Provider().UnwrapAsync(new byte[100], default)).Should().ThrowAsync<SecretUnavailableException>()
            .WithMessage("*my-chat/default*");
        _keychain.Kept.Should().BeNull();
    }

    [Fact]
    public async Task Wrap_RealKeychain_RoundTripsOnMacOsAndElsewhereNamesTheWayOut()
    {
        var provider = new KeychainProvider($"peerpersistence-tests-{Guid.NewGuid():N}");
        if (RuntimeInformation.IsOSPlatform(OSPlatform.OSX))
            (await provider.UnwrapAsync(await provider.WrapAsync(DataKey, default), default)).Should().Equal(DataKey);
        else
            await FluentActions.Awaiting(async () => await provider.WrapAsync(DataKey, default)).Should().ThrowAsync<SecretUnavailableException>()
                .WithMessage("*macOS*DelegateKeyProvider*");
    }

    private KeychainProvider Provider() => new(KeyStoreName.Of("my-chat", "default"), _keychain);

    private sealed class FakeKeychain : IKeychain
    {
        public byte[]? Kept { get; set; }

        public KeychainStatus? Refusal { get; set; }

        public Action BeforeAdding { get; set; } = () => { };

        public KeychainStatus Find(out byte[]? value)
        {
            value = Kept?.ToArray();
            return Refusal ?? (value is null ? KeychainStatus.NotFound : KeychainStatus.Success);
        }

        public KeychainStatus Add(ReadOnlySpan<byte> value)
        {
            BeforeAdding();
            if (Kept is not null)
                return KeychainStatus.Duplicate;
            Kept = value.ToArray();
            return KeychainStatus.Success;
        }
    }
}
