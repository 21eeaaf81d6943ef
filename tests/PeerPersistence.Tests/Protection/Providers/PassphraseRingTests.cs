using System.Security.Cryptography;
using System.Text;

namespace PeerPersistence.Tests.Protection.Providers;

/// <summary>A ring's salt is its own, and a passphrase is the same text however it is composed.</summary>
public sealed class PassphraseRingTests : IDisposable
{
    private const string RingKey = "mesh:encryption:key";
    private const string Composed = "caf\u00e9 au lait";
    private const string Decomposed = "cafe\u0301 au lait";
    private static readonly SecretContext Context = new("PEER-000", "sharedSecret", 1);

    private readonly PassphraseProvider _passphrase = TestProviders.Quick("right");

    public void Dispose() => _passphrase.Dispose();

    [Fact]
    public async Task Wrap_AfterAPlantedRing_UsesAnotherSaltForTheNextStore()
    {
        var planted = new InMemoryKeyValueStore();
        var theirs = await RingOfAsync(planted, TestProviders.Quick("theirs"));
        using (var locked = new SecretProtector(planted, RingKey, _passphrase))
            await FluentActions.Awaiting(() => locked.SealAsync(Context, "s", mayCreateKeys: false, default).AsTask()).Should().ThrowAsync<SecretUnavailableException>();

        var ours = await RingOfAsync(new InMemoryKeyValueStore(), _passphrase);

        SaltOf(ours).Should().NotEqual(SaltOf(theirs));
    }

    [Fact]
    public async Task Wrap_TwoRingsOfOneProvider_HaveASaltEach()
    {
        var first = await RingOfAsync(new InMemoryKeyValueStore(), _passphrase);
        var second = await RingOfAsync(new InMemoryKeyValueStore(), _passphrase);

        SaltOf(first).Should().NotEqual(SaltOf(second));
    }

    [Fact]
    public async Task Rotate_OneRing_KeepsItsSalt()
    {
        var store = new InMemoryKeyValueStore();
        var before = await RingOfAsync(store, _passphrase);
        using var protector = new SecretProtector(store, RingKey, _passphrase);

        await protector.Ring.RotateAsync(default);

        var after = KeyRingFormat.Read((await store.GetAsync(RingKey))!.Value.Span);
        after.Keys.Select(key => SaltOf(key.Wrapped!)).Should().AllBeEquivalentTo(SaltOf(before));
    }

    [Theory]
    [InlineData(Composed, Decomposed)]
    [InlineData(Decomposed, Composed)]
    public async Task Unwrap_ComposedInAnotherWay_OpensWhereTheSystemComposes(string made, string typed)
    {
        using PassphraseProvider first = TestProviders.Quick(made), second = TestProviders.Quick(typed);

        var wrapped = await first.WrapAsync(new byte[32], default);

        var unwrap = FluentActions.Awaiting(() => second.UnwrapAsync(wrapped, default).AsTask());
        if (Decomposed.Normalize() == Composed)
            (await unwrap.Should().NotThrowAsync()).Which.Should().HaveCount(32);
        else
            await unwrap.Should().ThrowAsync<SecretUnavailableException>("a program without cultures takes it as typed");
    }

    [Fact]
    public async Task Unwrap_SealedAsItWasTyped_OpensAsItWasTyped()
    {
        var parameters = PassphraseParameters.New(RandomNumberGenerator.Fill);
        var key = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Decomposed), parameters.ToBytes());
        var earlier = await EnvelopeCipher.Default.WrapAsync(key, new byte[32], AssociatedData.Join(parameters.ToBytes(), Array.Empty<byte>()), default);
        using var typed = TestProviders.Quick(Decomposed);

        (await typed.UnwrapAsync((byte[])[.. parameters.ToBytes(), .. earlier], default)).Should().HaveCount(32);
    }

    /// <summary>Texts that .NET refuses to compose, or that hold no character.</summary>
    [Theory]
    [InlineData("a\ufffeb"), InlineData("\uffff"), InlineData("\ufdd0"), InlineData("\0")]
    public async Task Unwrap_AnyText_Opens(string text)
    {
        using PassphraseProvider first = TestProviders.Quick(text), second = TestProviders.Quick(text);

        (await second.UnwrapAsync(await first.WrapAsync(new byte[32], default), default)).Should().HaveCount(32);
    }

    private static async Task<byte[]> RingOfAsync(InMemoryKeyValueStore store, PassphraseProvider passphrase)
    {
        using var protector = new SecretProtector(store, RingKey, passphrase);
        await protector.SealAsync(Context, "secret", mayCreateKeys: true, default);
        return KeyRingFormat.Read((await store.GetAsync(RingKey))!.Value.Span).Active.Wrapped!;
    }

    private static byte[] SaltOf(byte[] wrapped) => PassphraseParameters.Read(wrapped)!.Salt;
}
