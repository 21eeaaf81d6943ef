using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace PeerPersistence.Tests.Protection.Argon2;

public sealed class Argon2idProviderTests(ITestOutputHelper output)
{
    private static readonly byte[] DataKey = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] Bound = [1, 2, 3];

    private int _derivations;

    [Fact, Trait("Large", "")] // The default is 64 MiB.
    public async Task Unwrap_SamePassphraseInALaterProcess_GivesTheKey()
    {
        using Argon2idProvider first = new(() => "pässwörd 密"), second = new(() => "pässwörd 密", new() { MemoryKiB = 32 * 1024 });

        var wrapped = await first.WrapAsync(DataKey, Bound);

        (await second.UnwrapAsync(wrapped, Bound)).Should().Equal(DataKey, "the cost is the one that it was wrapped with");
        wrapped.Should().StartWith([(byte)'P', (byte)'K', 1, 2, 0, 1, 0, 0, 0, 0, 0, 3, 0, 0, 0, 4]);
    }

    [Fact]
    public async Task Service_OverAFileStore_OpensAfterARestartAndNotWithAnother()
    {
        var store = new InMemoryKeyValueStore();
        await using (var peers = new PeerPersistenceService(store, new(), Quick("right")))
            await peers.StorePeerAsync(PeerData.Create("alice") with { SharedSecret = "s3cret" });

        await using var again = new PeerPersistenceService(store, new(), Quick("right"));
        (await again.GetPeerAsync("alice"))!.SharedSecret.Should().Be("s3cret");
        await using var wrong = new PeerPersistenceService(store, new(), Quick("wrong"));
        (await wrong.GetPeerAsync("alice"))!.SecretStatus.Should().Be(SecretStatus.KeyUnavailable);
        using var pbkdf2 = TestProviders.Quick("right");
        await using var other = new PeerPersistenceService(store, new(), pbkdf2);
        await FluentActions.Awaiting(() => other.StorePeerAsync(PeerData.Create("bob") with { SharedSecret = "x" }))
            .Should().ThrowAsync<SecretUnavailableException>().WithMessage("*'argon2id'*'passphrase'*");
    }

    [Fact]
    public async Task ChangeMasterKey_FromPbkdf2_OpensUnderTheNewOneOnly()
    {
        var store = new InMemoryKeyValueStore();
        using var before = TestProviders.Quick("right");
        await using (var peers = new PeerPersistenceService(store, new(), before))
        {
            await peers.StorePeerAsync(PeerData.Create("alice") with { SharedSecret = "s3cret" });
            await peers.ChangeMasterKeyAsync(Quick("right"));
        }

        await using var after = new PeerPersistenceService(store, new(), Quick("right"));
        (await after.GetPeerAsync("alice"))!.SharedSecret.Should().Be("s3cret");
        await using var old = new PeerPersistenceService(store, new(), before);
        (await old.GetPeerAsync("alice"))!.SecretStatus.Should().Be(SecretStatus.KeyUnavailable);
    }

    [Theory]
    [InlineData(7167, 6, 1)]
    [InlineData(262_145, 1, 1)]
    [InlineData(int.MaxValue, 1, 1)]
    [InlineData(-65_536, 3, 4)]
    [InlineData(65_536, 0, 4)]
    [InlineData(65_536, 31, 4)]
    [InlineData(65_536, int.MaxValue, 4)]
    [InlineData(8192, 4, 1)] // less work than OWASP's least
    [InlineData(65_536, 3, 0)]
    [InlineData(65_536, 3, 17)]
    [InlineData(65_536, 3, int.MinValue)]
    public async Task Unwrap_CostOutsideTheBounds_IsRefusedBeforeItRuns(int memory, int passes, int lanes)
    {
        using var provider = new Argon2idProvider(() => throw new InvalidOperationException("Not to be asked."));
        var wrapped = await Quick("right").WrapAsync(DataKey, Bound);
        foreach (var (number, index) in new[] { memory, passes, lanes }.Select((number, index) => (number, index)))
            BinaryPrimitives.WriteInt32BigEndian(wrapped.AsSpan(4 + 4 * index), number);

        await FluentActions.Awaiting(async () => await provider.UnwrapAsync(wrapped, Bound)).Should().ThrowAsync<SecretUnavailableException>().WithMessage("*cost*");

        var cost = new Argon2idCost { MemoryKiB = memory, Passes = passes, Lanes = lanes };
        FluentActions.Invoking(() => new Argon2idProvider(() => "", cost)).Should().Throw<ArgumentException>().WithParameterName(nameof(cost));
        FluentActions.Invoking(() => new ServiceCollection().AddPeerPersistence().UseArgon2id(() => "", cost)).Should().Throw<ArgumentException>().WithParameterName(nameof(cost));
    }

    [Theory]
    [InlineData(7168, 5, 1)]
    [InlineData(262_144, 7, 16)]
    [InlineData(65_536, 30, 1)]
    public void Read_CostAtTheBounds_IsAllowed(int memory, int passes, int lanes)
    {
        var cost = new Argon2idCost { MemoryKiB = memory, Passes = passes, Lanes = lanes };

        Argon2idHeader.Read(Argon2idHeader.New(cost).ToBytes())!.Cost.Should().Be(cost);
    }

    [Fact]
    public async Task Unwrap_EveryBitFlipAndTruncation_Throws()
    {
        using var provider = Quick("right");
        var wrapped = await provider.WrapAsync(DataKey, Bound);
        var tried = 0;
        foreach (var tampered in Tampering.BitFlips(wrapped).Concat(Tampering.Truncations(wrapped)))
        {
            await FluentActions.Awaiting(async () => await provider.UnwrapAsync(tampered, Bound)).Should().ThrowAsync<SecretUnavailableException>();
            tried++;
        }

        await FluentActions.Awaiting(async () => await provider.UnwrapAsync(wrapped, new byte[] { 9 })).Should().ThrowAsync<SecretUnavailableException>();
        output.WriteLine($"{tried} tampered wrapped keys refused.");
    }

    [Fact]
    public async Task Unwrap_ManyTimesAndWrong_DerivesOnce()
    {
        using var author = Quick("right");
        var wrapped = await author.WrapAsync(DataKey, Bound);
        using var provider = Quick("wrong");
        _derivations = 0;

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => FluentActions.Awaiting(async () => await provider.UnwrapAsync(wrapped, Bound)).Should().ThrowAsync<SecretUnavailableException>()));

        _derivations.Should().Be(1);
    }

    [Fact]
    public async Task Wrap_Twice_HasAnotherSaltEachTime()
    {
        using var provider = Quick("right");

        var salts = new[] { await provider.WrapAsync(DataKey, Bound), await provider.WrapAsync(DataKey, Bound) }.Select(wrapped => Convert.ToHexString(wrapped.AsSpan(16, 16)));

        salts.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Wrap_NoPassphrase_Throws()
    {
        foreach (var passphrase in (string?[])["", null, "a\ud800"])
        {
            using var provider = Quick(passphrase!);
            await FluentActions.Awaiting(async () => await provider.WrapAsync(DataKey, Bound)).Should().ThrowAsync<SecretUnavailableException>();
        }
    }

    [Theory]
    [InlineData("cafe\u0301 au lait")]
    [InlineData("a\ufffeb")] // no characters: some systems compose no such text
    [InlineData("\uffff")]
    [InlineData("\0")]
    public async Task Unwrap_AnyText_GivesTheKey(string passphrase)
    {
        using Argon2idProvider first = Quick(passphrase), second = Quick(passphrase);

        (await second.UnwrapAsync(await first.WrapAsync(DataKey, Bound), Bound)).Should().Equal(DataKey);
    }

    [Fact]
    public async Task WrapAndUnwrap_AfterDispose_Throw()
    {
        var provider = Quick("right");
        var wrapped = await provider.WrapAsync(DataKey, Bound);
        provider.Dispose();
        provider.Dispose();

        await FluentActions.Awaiting(async () => await provider.WrapAsync(DataKey, Bound)).Should().ThrowAsync<ObjectDisposedException>();
        await FluentActions.Awaiting(async () => await provider.UnwrapAsync(wrapped, Bound)).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task Container_Named_ServesIt()
    {
        await using var provider = new ServiceCollection().AddPeerPersistence().UseInMemoryStore().UseArgon2id(() => "right").Services.BuildServiceProvider();

        provider.GetRequiredService<IPeerPersistenceService>().KeyStrength.Should().Be(KeyStrength.Passphrase);
        provider.GetRequiredKeyedService<IMasterKeyProvider>("").Name.Should().Be("argon2id");
    }

    /// <summary>A key that is derived at once instead of slowly.</summary>
    private Argon2idProvider Quick(string passphrase) => new(() => passphrase, cost: null, (text, header) =>
    {
        Interlocked.Increment(ref _derivations);
        return HMACSHA256.HashData(text, Encoding.UTF8.GetBytes(Convert.ToHexString(header.ToBytes())));
    });
}
