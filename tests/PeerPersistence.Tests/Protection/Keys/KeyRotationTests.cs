using System.Text;

namespace PeerPersistence.Tests.Protection.Keys;

public sealed class KeyRotationTests : IDisposable
{
    private const string RingKey = "mesh:encryption:key";
    private static readonly SecretContext Context = new("PEER-000", "sharedSecret", 1);

    private readonly InMemoryKeyValueStore _store = new();
    private readonly SecretProtector _protector;

    public KeyRotationTests() => _protector = Protector();

    public void Dispose() => _protector.Dispose();

    [Fact]
    public async Task Rotate_WithSealedSecrets_SealsUnderANewKeyAndOpensBoth()
    {
        var before = await SealAsync("before");

        (await _protector.Ring.RotateAsync(default)).Should().BeTrue();
        var after = await SealAsync("after");

        SecretProtector.KeyIdOf(before).Should().Be(1);
        SecretProtector.KeyIdOf(after).Should().Be(2);
        using var later = Protector();
        (await later.OpenAsync(Context, before, default)).Secret.Should().Be("before");
        (await later.OpenAsync(Context, after, default)).Secret.Should().Be("after");
        (await later.Ring.RetiredAsync(default)).Should().Equal(1);
    }

    [Fact]
    public async Task All_RotatedTwice_OldestFirstAndTheActiveLast()
    {
        await SealAsync("before");
        await _protector.Ring.RotateAsync(default);
        await _protector.Ring.RotateAsync(default);

        (await _protector.Ring.AllAsync(mayCreate: false, default)).Select(key => key.Id).Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task Rotate_NoRing_MakesNone()
    {
        (await _protector.Ring.RotateAsync(default)).Should().BeFalse();

        (await _store.GetAsync(RingKey)).Should().BeNull();
    }

    [Fact]
    public async Task Rotate_ManyAtOnce_AllLandAndNothingIsLost()
    {
        var envelope = await SealAsync("before");
        var rings = Enumerable.Range(0, 10).Select(_ => Protector()).ToList();

        await Task.WhenAll(rings.Select(one => Task.Run(async () => await one.Ring.RotateAsync(default))));

        using var later = Protector();
        (await later.Ring.RetiredAsync(default)).Should().BeEquivalentTo(Enumerable.Range(1, 10));
        (await later.OpenAsync(Context, envelope, default)).Secret.Should().Be("before");
        rings.ForEach(one => one.Dispose());
    }

    [Fact]
    public async Task Rotate_WrongMasterKey_ThrowsAndChangesNothing()
    {
        await SealAsync("before");
        var stored = await StoredRingAsync();
        using var wrong = Protector(TestProviders.Fixed(2));

        var rotate = async () => await wrong.Ring.RotateAsync(default);

        await rotate.Should().ThrowAsync<SecretUnavailableException>();
        (await StoredRingAsync()).Should().Be(stored);
    }

    [Fact]
    public async Task Rotate_KeyFileGone_ThrowsAndMakesNone()
    {
        var folder = Directory.CreateTempSubdirectory("pp-rotate-").FullName;
        var path = Path.Combine(folder, "test.key");
        using var protector = Protector(new KeyFileProvider(path));
        await protector.SealAsync(Context, "before", mayCreateKeys: true, default);
        File.Delete(path);

        var rotate = async () => await protector.Ring.RotateAsync(default);

        await rotate.Should().ThrowAsync<SecretUnavailableException>();
        File.Exists(path).Should().BeFalse();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Rotate_SecretSealedBefore_CannotBeCommittedAnyMore()
    {
        await SealAsync("warm");
        var batch = new KeyValueBatch();
        var envelope = await _protector.SealAsync(Context, "late", mayCreateKeys: false, batch, default);
        using var other = Protector();

        await other.Ring.RotateAsync(default);

        (await _store.CommitAsync(batch.Set("record", Encoding.UTF8.GetBytes(envelope)))).Should().BeFalse();
    }

    [Fact]
    public async Task Reseal_AfterRotation_MovesToTheActiveKeyAndTheOldOneCanGo()
    {
        var before = await SealAsync("hunter2");
        await _protector.Ring.RotateAsync(default);
        var retired = await _protector.Ring.RetiredAsync(default);
        var batch = new KeyValueBatch();

        var (resealed, status) = await _protector.ResealAsync(Context, before, batch, default);
        var committed = await _store.CommitAsync(batch);
        await _protector.Ring.DestroyAsync(retired, default);

        status.Should().Be(SecretStatus.Available);
        committed.Should().BeTrue();
        SecretProtector.KeyIdOf(resealed).Should().Be(2);
        (await _protector.OpenAsync(Context, resealed, default)).Secret.Should().Be("hunter2");
        (await _protector.OpenAsync(Context, before, default)).Status.Should().Be(SecretStatus.KeyUnavailable);
        (await StoredRingAsync()).Should().Contain("""{"id":1,"state":"destroyed"}""");
        await _protector.Ring.RotateAsync(default);
        (await SealAndIdAsync()).Should().Be(3);
    }

    [Fact]
    public async Task Reseal_CurrentOrUnopenable_StaysAsItIs()
    {
        var current = await SealAsync("hunter2");
        var moved = await _protector.SealAsync(Context with { PeerId = "other" }, "theirs", mayCreateKeys: false, default);

        (await _protector.ResealAsync(Context, current, new(), default)).Should().Be((current, SecretStatus.Available));
        await _protector.Ring.RotateAsync(default);
        (await _protector.ResealAsync(Context, moved, new(), default)).Should().Be((moved, SecretStatus.Damaged));
        (await _protector.ResealAsync(Context, "nonsense", new(), default)).Should().Be(("nonsense", SecretStatus.Damaged));
    }

    [Fact]
    public async Task Destroy_TheActiveKey_IsNotDone()
    {
        var envelope = await SealAsync("hunter2");

        await _protector.Ring.DestroyAsync([1], default);

        using var later = Protector();
        (await later.OpenAsync(Context, envelope, default)).Secret.Should().Be("hunter2");
    }

    [Fact]
    public async Task Rewrap_ByAnotherProvider_OpensWithThatOneOnly()
    {
        var first = await SealAsync("first");
        await _protector.Ring.RotateAsync(default);
        var second = await SealAsync("second");
        using var passphrase = new PassphraseProvider(() => "correct horse");

        await _protector.Ring.ChangeMasterAsync(passphrase, default);

        using var later = Protector(passphrase);
        using var old = Protector();
        foreach (var protector in (SecretProtector[])[_protector, later])
        {
            (await protector.OpenAsync(Context, first, default)).Secret.Should().Be("first");
            (await protector.OpenAsync(Context, second, default)).Secret.Should().Be("second");
        }

        (await old.OpenAsync(Context, first, default)).Status.Should().Be(SecretStatus.KeyUnavailable);
        (await StoredRingAsync()).Should().Contain("\"provider\":\"passphrase\"");
    }

    [Fact]
    public async Task Rewrap_NewPassphrase_TheOldOneOpensNothing()
    {
        using var oldPassphrase = new PassphraseProvider(() => "old");
        using var newPassphrase = new PassphraseProvider(() => "new");
        using var protector = Protector(oldPassphrase);
        var envelope = await protector.SealAsync(Context, "hunter2", mayCreateKeys: true, default);

        await protector.Ring.ChangeMasterAsync(newPassphrase, default);

        using var late = Protector(oldPassphrase);
        using var later = Protector(newPassphrase);
        (await late.OpenAsync(Context, envelope, default)).Status.Should().Be(SecretStatus.KeyUnavailable);
        (await later.OpenAsync(Context, envelope, default)).Secret.Should().Be("hunter2");
    }

    [Fact]
    public async Task Rewrap_NewProviderFails_TheOldOneStays()
    {
        var envelope = await SealAsync("hunter2");
        var stored = await StoredRingAsync();
        var broken = new CountingProvider(TestProviders.Fixed(2)) { Failure = new IOException("gone") };

        var rewrap = async () => await _protector.Ring.ChangeMasterAsync(broken, default);

        await rewrap.Should().ThrowAsync<SecretUnavailableException>();
        (await StoredRingAsync()).Should().Be(stored);
        _protector.Forget();
        (await _protector.OpenAsync(Context, envelope, default)).Secret.Should().Be("hunter2");
    }

    [Fact]
    public async Task Rotate_SameKeyUnderAnotherName_StillOpens()
    {
        using var named = Protector(new Renamed(TestProviders.Fixed(), "one"));
        var before = await named.SealAsync(Context, "before", mayCreateKeys: true, default);
        using var renamed = Protector(new Renamed(TestProviders.Fixed(), "two"));

        await renamed.Ring.RotateAsync(default);
        var after = await renamed.SealAsync(Context, "after", mayCreateKeys: false, default);

        using var later = Protector();
        (await later.OpenAsync(Context, before, default)).Secret.Should().Be("before");
        (await later.OpenAsync(Context, after, default)).Secret.Should().Be("after");
    }

    private SecretProtector Protector(IMasterKeyProvider? provider = null) => new(_store, RingKey, provider ?? TestProviders.Fixed());

    private ValueTask<string> SealAsync(string secret) => _protector.SealAsync(Context, secret, mayCreateKeys: true, default);

    private async Task<uint?> SealAndIdAsync() => SecretProtector.KeyIdOf(await SealAsync("next"));

    private async Task<string> StoredRingAsync() => Encoding.UTF8.GetString((await _store.GetAsync(RingKey))!.Value.Span);

    private sealed class Renamed(IMasterKeyProvider inner, string name) : IMasterKeyProvider
    {
        public string Name => name;

        public KeyStrength Strength => inner.Strength;

        public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default) =>
            inner.WrapAsync(dataKey, associatedData, cancellationToken);

        public ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default) =>
            inner.UnwrapAsync(wrapped, associatedData, cancellationToken);
    }
}
