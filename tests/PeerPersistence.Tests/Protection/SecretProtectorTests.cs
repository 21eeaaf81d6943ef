using System.Text;
using Xunit.Abstractions;

namespace PeerPersistence.Tests.Protection;

public class SecretProtectorTests(ITestOutputHelper output)
{
    private const string RingKey = "mesh:encryption:key";
    private static readonly SecretContext Context = new("PEER-000", "sharedSecret", 1);

    private readonly InMemoryKeyValueStore _store = new();

    [Theory]
    [InlineData(0)]
    [InlineData(64)]
    [InlineData(300 * 1024)]
    [InlineData(PeerLimits.SecretBytes)]
    public async Task Open_WhatWasSealed_GivesTheSecret(int length)
    {
        var secret = new string('s', length);
        using var protector = Protector();

        var envelope = await protector.SealAsync(Context, secret, mayCreateKeys: true, default);

        envelope.Should().StartWith("pp1.");
        using var later = Protector();
        (await later.OpenAsync(Context, envelope, default)).Should().BeEquivalentTo(new OpenedSecret(SecretStatus.Available, secret));
    }

    [Fact]
    public async Task Seal_FirstTime_StoresNoKeyInClear()
    {
        var random = new List<byte[]>();
        using var protector = new SecretProtector(_store, RingKey, TestProviders.Fixed(), new(AesGcmCipher.Instance, buffer =>
        {
            EnvelopeCipher.Default.Random(buffer);
            random.Add(buffer.ToArray());
        }));

        await protector.SealAsync(Context, "hunter2", mayCreateKeys: true, default);

        var ring = Encoding.UTF8.GetString((await _store.GetAsync(RingKey))!.Value.Span);
        var dataKey = random.Single(bytes => bytes.Length == KeyRingDocument.DataKeyLength);
        ring.Should().StartWith("""{"format":1,"storeId":""").And.NotContain(Base64Url.Encode(dataKey)).And.NotContain(Convert.ToBase64String(dataKey));
    }

    [Fact]
    public async Task Open_AnotherPeerFieldOrRevision_IsDamaged()
    {
        using var protector = Protector();
        var envelope = await protector.SealAsync(Context, "hunter2", mayCreateKeys: true, default);
        SecretContext[] others = [Context with { PeerId = "PEER-001" }, Context with { Field = "other" }, Context with { Revision = 2 }];

        foreach (var other in others)
            (await protector.OpenAsync(other, envelope, default)).Should().BeEquivalentTo(new OpenedSecret(SecretStatus.Damaged, null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("pp1.")]
    [InlineData("pp1.AAAA")]
    [InlineData("pp0.UFABAQAAAAGgoaKjpKWmp6ipqqusra6v")]
    [InlineData("pp.UFABAQAAAAGgoaKjpKWmp6ipqqusra6v")]
    [InlineData("pp99999999999999.UFABAQAAAAGgoaKjpKWmp6ipqqusra6v")]
    [InlineData("hunter2")]
    public async Task Open_NoEnvelope_IsDamaged(string envelope)
    {
        using var protector = Protector();

        (await protector.OpenAsync(Context, envelope, default)).Status.Should().Be(SecretStatus.Damaged);
    }

    [Fact]
    public async Task Open_EveryBitFlip_GivesNoSecret()
    {
        using var protector = Protector();
        var envelope = Envelope.FromText(await protector.SealAsync(Context, "hunter2", mayCreateKeys: true, default))!;
        var found = new Dictionary<SecretStatus, int>();

        foreach (var flipped in Tampering.BitFlips(envelope))
        {
            var opened = await protector.OpenAsync(Context, Envelope.ToText(flipped), default);
            opened.Secret.Should().BeNull();
            found[opened.Status] = found.GetValueOrDefault(opened.Status) + 1;
        }

        output.WriteLine($"{found.Values.Sum()} flipped envelopes: {string.Join(", ", found)}");
        found.Should().NotContainKey(SecretStatus.Available);
    }

    [Fact]
    public async Task Open_EnvelopeOfAnotherStore_IsKeyUnavailable()
    {
        using var protector = Protector();
        using var other = new SecretProtector(new InMemoryKeyValueStore(), RingKey, TestProviders.Fixed());
        await protector.SealAsync(Context, "mine", mayCreateKeys: true, default);

        var envelope = await other.SealAsync(Context, "theirs", mayCreateKeys: true, default);

        (await protector.OpenAsync(Context, envelope, default)).Status.Should().Be(SecretStatus.KeyUnavailable);
    }

    [Fact]
    public async Task SealAndOpen_WrongMasterKey_AreRefusedAndNothingIsMinted()
    {
        using var protector = Protector();
        var envelope = await protector.SealAsync(Context, "hunter2", mayCreateKeys: true, default);
        var ring = (await _store.GetAsync(RingKey))!.Value.ToArray();
        using var wrong = new SecretProtector(_store, RingKey, TestProviders.Fixed(2));

        var seal = async () => await wrong.SealAsync(Context, "new", mayCreateKeys: true, default);

        (await wrong.OpenAsync(Context, envelope, default)).Should().BeEquivalentTo(new OpenedSecret(SecretStatus.KeyUnavailable, null));
        await seal.Should().ThrowAsync<SecretUnavailableException>();
        (await _store.GetAsync(RingKey))!.Value.ToArray().Should().Equal(ring);
    }

    [Fact]
    public async Task Seal_RingGoneWhileSealedDataExists_ThrowsAndAsksNoProvider()
    {
        var provider = new CountingProvider(TestProviders.Fixed());
        using var protector = Protector(provider);

        var seal = async () => await protector.SealAsync(Context, "new", mayCreateKeys: false, default);

        await seal.Should().ThrowAsync<SecretUnavailableException>();
        provider.Wraps.Should().Be(0);
        (await _store.GetAsync(RingKey)).Should().BeNull();
    }

    [Fact]
    public async Task Seal_NoAesGcm_ThrowsAndMakesNothing()
    {
        var provider = new CountingProvider(TestProviders.Fixed());
        using var protector = new SecretProtector(_store, RingKey, provider, new(new MissingCipher(), EnvelopeCipher.Default.Random));

        var seal = async () => await protector.SealAsync(Context, "new", mayCreateKeys: true, default);

        await seal.Should().ThrowAsync<SecretUnavailableException>();
        provider.Wraps.Should().Be(0);
        (await _store.GetAsync(RingKey)).Should().BeNull();
    }

    [Fact]
    public async Task Open_NoAesGcm_IsKeyUnavailable()
    {
        using var protector = Protector();
        var envelope = await protector.SealAsync(Context, "hunter2", mayCreateKeys: true, default);
        using var without = new SecretProtector(_store, RingKey, TestProviders.Fixed(), new(new MissingCipher(), EnvelopeCipher.Default.Random));

        (await without.OpenAsync(Context, envelope, default)).Status.Should().Be(SecretStatus.KeyUnavailable);
    }

    [Fact]
    public async Task Open_ProviderFailsAndLaterDoesNot_OpensLater()
    {
        using var protector = Protector();
        var envelope = await protector.SealAsync(Context, "hunter2", mayCreateKeys: true, default);
        var provider = new CountingProvider(TestProviders.Fixed()) { Failure = new IOException("locked") };
        using var later = Protector(provider);

        var locked = await later.OpenAsync(Context, envelope, default);
        provider.Failure = null;
        var unlocked = await later.OpenAsync(Context, envelope, default);
        await later.OpenAsync(Context, envelope, default);

        locked.Status.Should().Be(SecretStatus.KeyUnavailable);
        unlocked.Secret.Should().Be("hunter2");
        provider.Unwraps.Should().Be(2, "an unwrapped key is kept");
    }

    [Fact]
    public async Task SealAndOpen_Cancelled_Throw()
    {
        using var protector = Protector();
        var envelope = await protector.SealAsync(Context, "hunter2", mayCreateKeys: true, default);
        using var cold = Protector();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var seal = async () => await cold.SealAsync(Context, "new", mayCreateKeys: true, cancelled.Token);
        var open = async () => await cold.OpenAsync(Context, envelope, cancelled.Token);

        await seal.Should().ThrowAsync<OperationCanceledException>();
        await open.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Seal_WithItsBatch_FailsTheCommitWhenTheKeysAreGone()
    {
        using var protector = Protector();
        await protector.SealAsync(Context, "first", mayCreateKeys: true, default);
        var batch = new KeyValueBatch();
        var envelope = await protector.SealAsync(Context, "second", mayCreateKeys: true, batch, default);
        await _store.CommitAsync(new KeyValueBatch().Remove(RingKey));

        (await _store.CommitAsync(batch.Set("record", Encoding.UTF8.GetBytes(envelope)))).Should().BeFalse();

        protector.Forget();
        batch = new KeyValueBatch();
        envelope = await protector.SealAsync(Context, "second", mayCreateKeys: true, batch, default);
        (await _store.CommitAsync(batch)).Should().BeTrue();
        (await protector.OpenAsync(Context, envelope, default)).Secret.Should().Be("second");
    }

    [Fact]
    public async Task Open_AnotherProcessMadeNewKeysWithTheSameIds_ReadsTheRingAgain()
    {
        using var protector = Protector();
        await protector.SealAsync(Context, "before", mayCreateKeys: true, default);
        await _store.CommitAsync(new KeyValueBatch().Remove(RingKey));
        using var other = Protector();
        var envelope = await other.SealAsync(Context, "after", mayCreateKeys: true, default);

        (await protector.OpenAsync(Context, envelope, default)).Secret.Should().Be("after");
    }

    [Fact]
    public async Task Seal_AfterDispose_Throws()
    {
        var protector = Protector();
        await protector.SealAsync(Context, "hunter2", mayCreateKeys: true, default);
        protector.Dispose();
        protector.Dispose();

        var seal = async () => await protector.SealAsync(Context, "new", mayCreateKeys: true, default);

        await seal.Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task SealAndForget_ManyAtOnce_NeverSealsUnderAClearedKey()
    {
        using var protector = Protector();
        await protector.SealAsync(Context, "warm", mayCreateKeys: true, default);
        var forgetting = Task.Run(() =>
        {
            for (var i = 0; i < 2000; i++)
                protector.Forget();
        });

        var envelopes = await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => Task.Run(
            async () => await protector.SealAsync(Context, $"secret {i}", mayCreateKeys: false, default))));

        await forgetting;
        for (var i = 0; i < envelopes.Length; i++)
            (await protector.OpenAsync(Context, envelopes[i], default)).Secret.Should().Be($"secret {i}");
    }

    [Fact]
    public void ToString_OpenedSecret_DoesNotSayIt() =>
        new OpenedSecret(SecretStatus.Available, "hunter2").ToString().Should().NotContain("hunter2");

    private SecretProtector Protector(IMasterKeyProvider? provider = null) => new(_store, RingKey, provider ?? TestProviders.Fixed());
}
