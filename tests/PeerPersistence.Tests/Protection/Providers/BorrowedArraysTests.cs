using System.Runtime.InteropServices;

namespace PeerPersistence.Tests.Protection.Providers;

/// <summary>An array that an application hands over, or is handed, stays as it is.</summary>
public class BorrowedArraysTests
{
    private const string RingKey = "mesh:encryption:key";
    private static readonly SecretContext Context = new("PEER-000", "sharedSecret", 1);

    private readonly InMemoryKeyValueStore _store = new();

    private static byte[] Random32 => [.. Enumerable.Range(1, 32).Select(i => (byte)(i * 7))];

    [Fact]
    public async Task Load_ReturnsACachedArray_LeavesItAsItIs()
    {
        var cached = Random32;
        var provider = new DelegateKeyProvider("vault", _ => new(cached));

        await SealAndOpenAsync(provider);

        cached.Should().Equal(Random32);
    }

    [Fact]
    public async Task Load_ReturnsAnotherLength_LeavesItAsItIs()
    {
        var cached = Random32[..16];
        var provider = new DelegateKeyProvider("vault", _ => new(cached));

        await FluentActions.Awaiting(() => provider.WrapAsync(Random32, default).AsTask()).Should().ThrowAsync<SecretUnavailableException>();

        cached.Should().Equal(Random32[..16]);
    }

    [Fact]
    public async Task Save_KeepsTheArrayItWasGiven_IsNoKeyOfZeros()
    {
        byte[]? kept = null;
        var provider = new DelegateKeyProvider("vault", _ => new(kept), (key, _) =>
        {
            kept = key;
            return default;
        });

        await SealAndOpenAsync(provider);

        kept.Should().Contain(b => b != 0);
    }

    [Fact]
    public async Task KeyService_CachesWhatItWasGivenAndGives_KeepsItsArrays()
    {
        var service = new CachingService();

        await SealAndOpenAsync(service);

        service.Given.Should().AllSatisfy(array => array.Should().Contain(b => b != 0));
        service.Returned.Should().AllSatisfy(array => array.Should().Contain(b => b != 0));
    }

    [Fact]
    public async Task KeyService_ReturnsOneBufferForEverything_IsRefused()
    {
        using var protector = new SecretProtector(_store, RingKey, new OneBufferService());

        await FluentActions.Awaiting(() => protector.SealAsync(Context, "s3cret", mayCreateKeys: true, default).AsTask())
            .Should().ThrowAsync<SecretUnavailableException>();

        (await _store.GetAsync(RingKey)).Should().BeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    public async Task MasterKey_AllBytesAlike_NeitherStoresNorReads(byte value)
    {
        var alike = Enumerable.Repeat(value, 32).ToArray();
        var path = Path.Combine(Directory.CreateTempSubdirectory("pp-alike-").FullName, "test.key");
        await File.WriteAllBytesAsync(path, [.. "PPKEY 1\n"u8, .. alike]);
        IMasterKeyProvider[] providers = [new FixedKeyProvider(alike), new DelegateKeyProvider("vault", _ => new(alike)), new KeyFileProvider(path)];
        var wrapped = await EnvelopeCipher.Default.SealAsync(0, alike, Random32, Array.Empty<byte>(), default);

        foreach (var provider in providers)
        {
            var wrap = async () => await provider.WrapAsync(Random32, default);
            var unwrap = async () => await provider.UnwrapAsync(wrapped, default);

            (await wrap.Should().ThrowAsync<SecretUnavailableException>(provider.Name)).WithMessage("*alike*");
            (await unwrap.Should().ThrowAsync<SecretUnavailableException>(provider.Name)).WithMessage("*alike*");
        }
    }

    [Fact]
    public async Task DataKey_UnwrappedAsZeros_IsKeyUnavailable()
    {
        var service = new CachingService();
        using var first = new SecretProtector(_store, RingKey, service);
        var envelope = await first.SealAsync(Context, "s3cret", mayCreateKeys: true, default);
        service.Returned.ForEach(array => Array.Clear(array));
        service.ClearCache();
        using var later = new SecretProtector(_store, RingKey, service);

        (await later.OpenAsync(Context, envelope, default)).Status.Should().Be(SecretStatus.KeyUnavailable);
        await FluentActions.Awaiting(() => later.SealAsync(Context, "s3cret", mayCreateKeys: true, default).AsTask())
            .Should().ThrowAsync<SecretUnavailableException>();
    }

    [Fact]
    public async Task FixedKey_ItsArrayClearedByTheApplication_OpensAsBefore()
    {
        var key = Random32;
        using var provider = new FixedKeyProvider(key);
        Array.Clear(key);

        await SealAndOpenAsync(provider);

        using var same = new FixedKeyProvider(Random32);
        using var later = new SecretProtector(_store, RingKey, same);
        (await later.Ring.AllAsync(mayCreate: false, default)).Select(one => one.Id).Should().Equal(1, 2);
    }

    /// <summary>Seals, clears whatever the library clears, and opens again, by the same provider.</summary>
    private async Task SealAndOpenAsync(IMasterKeyProvider provider)
    {
        string envelope;
        using (var protector = new SecretProtector(_store, RingKey, provider))
        {
            envelope = await protector.SealAsync(Context, "s3cret", mayCreateKeys: true, default);
            await protector.Ring.RotateAsync(default);
            (await protector.OpenAsync(Context, envelope, default)).Secret.Should().Be("s3cret");
        }

        using var later = new SecretProtector(_store, RingKey, provider);
        (await later.OpenAsync(Context, envelope, default)).Secret.Should().Be("s3cret");
        (await later.Ring.AllAsync(mayCreate: false, default)).Select(one => one.Id).Should().Equal(1, 2);
    }

    /// <summary>A key service that keeps the arrays it sees, and gives out the same ones again.</summary>
    private sealed class CachingService : IMasterKeyProvider
    {
        private readonly Dictionary<string, byte[]> _cache = [];
        private byte[]? _zeros;

        public List<byte[]> Given { get; } = [];

        public List<byte[]> Returned { get; } = [];

        public string Name => "service";

        public KeyStrength Strength => KeyStrength.Application;

        public void ClearCache() => _zeros = new byte[32];

        public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default)
        {
            MemoryMarshal.TryGetArray(dataKey, out var given).Should().BeTrue();
            var wrapped = Guid.NewGuid().ToByteArray();
            _cache[Convert.ToHexString(wrapped)] = given.Array!;
            Given.Add(given.Array!);
            Returned.Add(wrapped);
            return new(wrapped);
        }

        public ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default) =>
            new(_zeros ?? _cache[Convert.ToHexString(wrapped.Span)]);
    }

    /// <summary>"Wraps" into a buffer that it uses for everything.</summary>
    private sealed class OneBufferService : IMasterKeyProvider
    {
        private readonly byte[] _buffer = new byte[32];

        public string Name => "service";

        public KeyStrength Strength => KeyStrength.Application;

        public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default)
        {
            dataKey.Span.CopyTo(_buffer);
            return new(_buffer);
        }

        public ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default)
        {
            Array.Clear(_buffer);
            return new(_buffer);
        }
    }
}
