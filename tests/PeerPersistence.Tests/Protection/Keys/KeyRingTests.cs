using System.Text;
using Xunit.Abstractions;

namespace PeerPersistence.Tests.Protection.Keys;

public class KeyRingTests(ITestOutputHelper output)
{
    private const string RingKey = "mesh:encryption:key";
    private static readonly SecretContext Context = new("PEER-000", "sharedSecret", 1);

    private readonly InMemoryKeyValueStore _store = new();

    [Theory]
    [InlineData(50)]
    [InlineData(1)]
    public async Task Seal_FirstUsersRace_EndWithOneRing(int protectors)
    {
        var provider = TestProviders.Fixed();
        var all = Enumerable.Range(0, protectors).Select(_ => new SecretProtector(_store, RingKey, provider)).ToList();

        var envelopes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(
            async () => await all[i % protectors].SealAsync(Context, $"secret {i}", mayCreateKeys: true, default))));

        using var later = new SecretProtector(_store, RingKey, provider);
        for (var i = 0; i < envelopes.Length; i++)
            (await later.OpenAsync(Context, envelopes[i], default)).Secret.Should().Be($"secret {i}");
        all.ForEach(protector => protector.Dispose());
    }

    [Fact]
    public async Task Seal_AllFindTheRingAbsentBeforeOneCommits_EndWithOneRing()
    {
        const int users = 50;
        var provider = new MeetingProvider(TestProviders.Fixed(), users);
        var all = Enumerable.Range(0, users).Select(_ => new SecretProtector(_store, RingKey, provider)).ToList();

        var envelopes = await Task.WhenAll(all.Select((protector, i) => Task.Run(
            async () => await protector.SealAsync(Context, $"secret {i}", mayCreateKeys: true, default))));

        using var later = Protector();
        for (var i = 0; i < users; i++)
            (await later.OpenAsync(Context, envelopes[i], default)).Secret.Should().Be($"secret {i}");
        all.ForEach(protector => protector.Dispose());
    }

    [Fact]
    public async Task Seal_StatesOfTwoKeysExchanged_IsRefused()
    {
        using var protector = Protector();
        var envelope = await protector.SealAsync(Context, "hunter2", mayCreateKeys: true, default);
        await protector.Ring.RotateAsync(default);
        var ring = Encoding.UTF8.GetString((await _store.GetAsync(RingKey))!.Value.Span);
        var exchanged = ring.Replace("\"active\"", "?", StringComparison.Ordinal)
            .Replace("\"decrypt-only\"", "\"active\"", StringComparison.Ordinal)
            .Replace("?", "\"decrypt-only\"", StringComparison.Ordinal);
        await _store.CommitAsync(new KeyValueBatch().Set(RingKey, Encoding.UTF8.GetBytes(exchanged)));
        using var reader = Protector();

        var seal = async () => await reader.SealAsync(Context, "new", mayCreateKeys: false, default);

        await seal.Should().ThrowAsync<SecretUnavailableException>("a key that was retired is not to be used again");
        (await reader.OpenAsync(Context, envelope, default)).Status.Should().Be(SecretStatus.KeyUnavailable);
    }

    [Fact]
    public async Task Open_EveryBitFlipAndTruncationOfTheRing_GivesNoSecretAndNoNewRing()
    {
        using var protector = Protector();
        var envelope = await protector.SealAsync(Context, "hunter2", mayCreateKeys: true, default);
        var ring = (await _store.GetAsync(RingKey))!.Value.ToArray();
        var tried = 0;

        foreach (var tampered in Tampering.BitFlips(ring).Concat(Tampering.Truncations(ring)))
        {
            await _store.CommitAsync(new KeyValueBatch().Set(RingKey, tampered));
            using var reader = Protector();
            (await reader.OpenAsync(Context, envelope, default)).Should().BeEquivalentTo(
                new OpenedSecret(SecretStatus.KeyUnavailable, null), "of {0}", Encoding.Latin1.GetString(tampered));
            (await _store.GetAsync(RingKey))!.Value.ToArray().Should().Equal(tampered);
            tried++;
        }

        output.WriteLine($"{tried} tampered rings refused.");
    }

    [Theory]
    [InlineData("""{"key_ops":["encrypt","decrypt"],"ext":true,"kty":"oct","k":"iIOYVmGBdtlicCpvcfavmVuq-rpUGwBMiSzh8loKMgQ","alg":"A256GCM"}""")]
    [InlineData("undefined")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{"format":1,"storeId":"AAAAAAAAAAAAAAAAAAAAAA","provider":"fixed","keys":[]}""")]
    [InlineData("""{"format":1,"storeId":"AAAAAAAAAAAAAAAAAAAAAA","provider":"fixed","keys":[null]}""")]
    [InlineData("""{"format":1,"storeId":"AAAA","provider":"fixed","keys":[{"id":1,"state":"active","wrapped":"AAAA"}]}""")]
    [InlineData("""{"format":1,"storeId":"AAAAAAAAAAAAAAAAAAAAAA","provider":"fixed","keys":[{"id":0,"state":"active","wrapped":"AAAA"}]}""")]
    [InlineData("""{"format":1,"storeId":"AAAAAAAAAAAAAAAAAAAAAA","provider":"fixed","keys":[{"id":1,"state":"active"}]}""")]
    [InlineData("""{"format":1,"storeId":"AAAAAAAAAAAAAAAAAAAAAA","provider":"fixed","keys":[{"id":1,"state":"destroyed"}]}""")]
    [InlineData("""{"format":1,"storeId":"AAAAAAAAAAAAAAAAAAAAAA","provider":"fixed","keys":[{"id":1,"state":"active","wrapped":"AAAA"},{"id":1,"state":"decrypt-only","wrapped":"AAAA"}]}""")]
    [InlineData("""{"format":2,"storeId":"AAAAAAAAAAAAAAAAAAAAAA","provider":"fixed","keys":[{"id":1,"state":"active","wrapped":"AAAA"}]}""")]
    public async Task Seal_NoRingOfThisVersion_ThrowsAndLeavesIt(string stored)
    {
        await _store.CommitAsync(new KeyValueBatch().Set(RingKey, Encoding.UTF8.GetBytes(stored)));
        using var protector = Protector();

        var seal = async () => await protector.SealAsync(Context, "new", mayCreateKeys: true, default);

        await seal.Should().ThrowAsync<SecretUnavailableException>();
        Encoding.UTF8.GetString((await _store.GetAsync(RingKey))!.Value.Span).Should().Be(stored);
    }

    [Fact]
    public async Task Seal_ProviderThatDoesNotUnwrapWhatItWrapped_StoresNothing()
    {
        using var protector = new SecretProtector(_store, RingKey, new ForgetfulProvider());

        var seal = async () => await protector.SealAsync(Context, "new", mayCreateKeys: true, default);

        await seal.Should().ThrowAsync<SecretUnavailableException>();
        (await _store.GetAsync(RingKey)).Should().BeNull();
    }

    [Fact]
    public async Task Seal_KeysHeldByAnotherProvider_NamesBoth()
    {
        using var protector = Protector();
        await protector.SealAsync(Context, "hunter2", mayCreateKeys: true, default);
        using var other = new SecretProtector(_store, RingKey, new PassphraseProvider(() => "other"));

        var seal = async () => await other.SealAsync(Context, "new", mayCreateKeys: true, default);

        (await seal.Should().ThrowAsync<SecretUnavailableException>()).WithMessage("*'fixed'*'passphrase'*");
    }

    [Fact]
    public async Task Dispose_WithKeysInMemory_ClearsThem()
    {
        var ring = new KeyRing(_store, RingKey, TestProviders.Fixed(), EnvelopeCipher.Default);
        var key = await ring.ActiveAsync(mayCreate: true, default);

        ring.Dispose();

        key.Copy().Should().BeNull();
    }

    [Fact]
    public async Task Dispose_WhileAKeyIsBeingUnwrapped_ClearsItAsWell()
    {
        using var protector = Protector();
        await protector.SealAsync(Context, "hunter2", mayCreateKeys: true, default);
        var provider = new HeldProvider(TestProviders.Fixed());
        var ring = new KeyRing(_store, RingKey, provider, EnvelopeCipher.Default);
        var active = ring.ActiveAsync(mayCreate: false, default);

        ring.Dispose();
        provider.Go.SetResult();

        (await active).Copy().Should().BeNull();
    }

    [Fact]
    public async Task Dispose_WhileTheRingIsBeingRead_KeepsNoKey()
    {
        using var protector = Protector();
        await protector.SealAsync(Context, "hunter2", mayCreateKeys: true, default);
        KeyRing ring = null!;
        var store = new DisturbedStore(_store, 0, () =>
        {
            ring.Dispose();
            return Task.CompletedTask;
        });
        ring = new(store, RingKey, TestProviders.Fixed(), EnvelopeCipher.Default);

        (await ring.ActiveAsync(mayCreate: false, default)).Copy().Should().BeNull();
    }

    [Fact]
    public async Task Active_CancelledWhileTheProviderWorks_IsACancellationAndNoFault()
    {
        using var protector = Protector();
        await protector.SealAsync(Context, "hunter2", mayCreateKeys: true, default);
        using var cancellation = new CancellationTokenSource();
        var provider = new HeldProvider(TestProviders.Fixed());
        using var ring = new KeyRing(_store, RingKey, provider, EnvelopeCipher.Default);
        var active = ring.ActiveAsync(mayCreate: false, cancellation.Token);

        cancellation.Cancel();
        await FluentActions.Awaiting(async () => await active).Should().ThrowAsync<OperationCanceledException>();

        provider.Go.SetResult();
        (await ring.ActiveAsync(mayCreate: false, default)).Id.Should().Be(1);
    }

    [Theory]
    [InlineData(null), InlineData(16)]
    public async Task Active_ProviderGivesNoDataKey_NamesIt(int? length)
    {
        using var protector = Protector();
        await protector.SealAsync(Context, "hunter2", mayCreateKeys: true, default);
        var provider = new Moq.Mock<IMasterKeyProvider>();
        provider.Setup(p => p.Name).Returns("fixed");
        provider.Setup(p => p.UnwrapAsync(Moq.It.IsAny<ReadOnlyMemory<byte>>(), Moq.It.IsAny<ReadOnlyMemory<byte>>(), Moq.It.IsAny<CancellationToken>()))
            .Returns(new ValueTask<byte[]>(length is { } bytes ? new byte[bytes] : null!));
        using var ring = new KeyRing(_store, RingKey, provider.Object, EnvelopeCipher.Default);

        var active = async () => await ring.ActiveAsync(mayCreate: false, default);

        (await active.Should().ThrowAsync<SecretUnavailableException>()).WithMessage("*'fixed' returned*");
    }

    [Fact]
    public async Task Dispose_ThenAnyCall_EachIsRefused()
    {
        var ring = new KeyRing(_store, RingKey, TestProviders.Fixed(), EnvelopeCipher.Default);
        ring.Dispose();

        for (var i = 0; i < 2; i++)
        {
            await FluentActions.Awaiting(async () => await ring.ActiveAsync(mayCreate: true, default)).Should().ThrowAsync<ObjectDisposedException>();
            await FluentActions.Awaiting(async () => await ring.ExistsAsync(default)).Should().ThrowAsync<ObjectDisposedException>();
        }
    }

    [Fact]
    public async Task Active_NoAesGcm_AsksTheProviderForNothing()
    {
        var provider = new CountingProvider(TestProviders.Fixed());
        using var ring = new KeyRing(_store, RingKey, provider, new EnvelopeCipher(new MissingCipher(), EnvelopeCipher.Default.Random));

        var active = async () => await ring.ActiveAsync(mayCreate: true, default);

        await active.Should().ThrowAsync<SecretUnavailableException>();
        provider.Wraps.Should().Be(0, "it would make a master key that nothing can be sealed under");
    }

    [Fact]
    public void Names_OfProviders_AreWhatStoredKeysAreBoundTo() =>
        new IMasterKeyProvider[] { TestProviders.Fixed(), TestProviders.Quick("x"), new KeyFileProvider("x"), new DpapiProvider() }
            .Select(provider => provider.Name).Should().Equal("fixed", "passphrase", "key file", "dpapi");

    private SecretProtector Protector() => new(_store, RingKey, TestProviders.Fixed());

    private sealed class ForgetfulProvider : IMasterKeyProvider
    {
        public string Name => "forgetful";

        public KeyStrength Strength => KeyStrength.Application;

        public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default) =>
            new(dataKey.ToArray());

        public ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default) =>
            new(new byte[wrapped.Length]);
    }

    /// <summary>Unwraps when it is told to.</summary>
    private sealed class HeldProvider(IMasterKeyProvider inner) : IMasterKeyProvider
    {
        public TaskCompletionSource Go { get; } = new();

        public string Name => inner.Name;

        public KeyStrength Strength => inner.Strength;

        public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default) =>
            inner.WrapAsync(dataKey, associatedData, cancellationToken);

        public async ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default)
        {
            await Go.Task.WaitAsync(cancellationToken);
            return await inner.UnwrapAsync(wrapped, associatedData, cancellationToken);
        }
    }
}
