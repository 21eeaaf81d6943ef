using System.Buffers.Binary;
using Xunit.Abstractions;

namespace PeerPersistence.Tests.Protection.Providers;

public class PassphraseProviderTests(ITestOutputHelper output)
{
    private static readonly byte[] DataKey = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] Bound = [1, 2, 3];

    [Fact]
    public async Task Unwrap_SamePassphraseInALaterProcess_GivesTheKey()
    {
        using var first = new PassphraseProvider(() => "pässwörd 密");
        using var second = new PassphraseProvider(() => "pässwörd 密");

        var wrapped = await first.WrapAsync(DataKey, Bound);

        (await second.UnwrapAsync(wrapped, Bound)).Should().Equal(DataKey);
        BinaryPrimitives.ReadInt32BigEndian(wrapped.AsSpan(4)).Should().Be(600_000);
    }

    [Fact]
    public async Task Unwrap_WrongPassphraseThenTheRightOne_OpensWithTheRightOne()
    {
        var typed = "wrong";
        using var author = new PassphraseProvider(() => "right");
        using var provider = new PassphraseProvider(() => typed);
        var wrapped = await author.WrapAsync(DataKey, Bound);
        var unwrap = async () => await provider.UnwrapAsync(wrapped, Bound);

        (await unwrap.Should().ThrowAsync<SecretUnavailableException>()).WithMessage("*passphrase*").And.Message.Should().NotContain("right");
        typed = "right";

        (await unwrap()).Should().Equal(DataKey);
    }

    [Fact]
    public async Task WrapAndUnwrap_ManyKeysOfOnePassphrase_ShareOneSalt()
    {
        using var provider = new PassphraseProvider(() => "right");

        var first = await provider.WrapAsync(DataKey, Bound);
        var second = await provider.WrapAsync(DataKey, Bound);

        PassphraseParameters.Read(first)!.SameAs(PassphraseParameters.Read(second)!).Should().BeTrue();
        first.Should().NotEqual(second);
    }

    [Fact]
    public async Task Derive_SamePassphraseAndSalt_RunsOnceEvenWhenItFails()
    {
        var parameters = new PassphraseParameters(PassphraseParameters.DefaultRounds, new byte[16]);
        using var cache = new PassphraseKeyCache(EnvelopeCipher.Default.Random, PassphraseKdf.DeriveAsync);

        var keys = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => cache.GetAsync("wrong", parameters, default).AsTask()));

        cache.Derivations.Should().Be(1);
        keys.Should().AllBeEquivalentTo(keys[0]);
        await cache.GetAsync("right", parameters, default);
        cache.Derivations.Should().Be(2);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(99_999u)]
    [InlineData(6_000_001u)]
    [InlineData(uint.MaxValue)]
    public async Task Unwrap_RoundsOutsideTheBounds_AreRefusedBeforeTheyRun(uint rounds)
    {
        using var provider = new PassphraseProvider(() => throw new InvalidOperationException("Not to be asked."));
        var wrapped = new byte[PassphraseParameters.Length + 88];
        new PassphraseParameters((int)rounds, new byte[16]).ToBytes().CopyTo(wrapped, 0);

        var unwrap = async () => await provider.UnwrapAsync(wrapped, Bound);

        await unwrap.Should().ThrowAsync<SecretUnavailableException>();
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(6_000_000)]
    public void Read_RoundsAtTheBounds_AreAllowed(int rounds) =>
        PassphraseParameters.Read(new PassphraseParameters(rounds, new byte[16]).ToBytes())!.Rounds.Should().Be(rounds);

    [Fact]
    public async Task WrapAndUnwrap_AfterDispose_Throw()
    {
        var provider = TestProviders.Quick("right");
        var wrapped = await provider.WrapAsync(DataKey, Bound);
        provider.Dispose();

        await FluentActions.Awaiting(async () => await provider.WrapAsync(DataKey, Bound)).Should().ThrowAsync<ObjectDisposedException>();
        await FluentActions.Awaiting(async () => await provider.UnwrapAsync(wrapped, Bound)).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task Unwrap_EveryBitFlipAndTruncationAfterTheParameters_Throws()
    {
        using var provider = new PassphraseProvider(() => "right");
        var wrapped = await provider.WrapAsync(DataKey, Bound);
        var tried = 0;

        foreach (var tampered in Tampering.BitFlips(wrapped).Skip(PassphraseParameters.Length * 8).Concat(Tampering.Truncations(wrapped)))
        {
            var unwrap = async () => await provider.UnwrapAsync(tampered, Bound);
            await unwrap.Should().ThrowAsync<SecretUnavailableException>();
            tried++;
        }

        output.WriteLine($"{tried} tampered wrapped keys refused.");
    }

    [Fact]
    public async Task Unwrap_ChangedParameters_Throws()
    {
        using var provider = new PassphraseProvider(() => "right");
        var wrapped = await provider.WrapAsync(DataKey, Bound);
        BinaryPrimitives.WriteInt32BigEndian(wrapped.AsSpan(4), 600_001);

        var unwrap = async () => await provider.UnwrapAsync(wrapped, Bound);

        await unwrap.Should().ThrowAsync<SecretUnavailableException>();
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public async Task Wrap_NoPassphrase_Throws(string? passphrase)
    {
        using var provider = new PassphraseProvider(() => passphrase!);

        var wrap = async () => await provider.WrapAsync(DataKey, Bound);

        await wrap.Should().ThrowAsync<SecretUnavailableException>();
    }
}
