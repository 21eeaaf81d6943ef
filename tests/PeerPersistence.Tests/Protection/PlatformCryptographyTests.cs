using Moq;

namespace PeerPersistence.Tests.Protection;

/// <summary>A platform without .NET's ciphers brings its own.</summary>
public class PlatformCryptographyTests
{
    private static readonly byte[] Key = new byte[32];
    private readonly PlatformCryptography _process = new();
    private readonly Mock<IPlatformCryptography> _platform = new(MockBehavior.Strict);

    [Fact]
    public async Task Derive_NothingBrought_IsTheRuntimes() =>
        Convert.ToHexString(await _process.DeriveAsync("password"u8.ToArray(), "salt"u8.ToArray(), 2, 32)).Should()
            .Be("AE4D0C95AF6B46D32D0ADFF928F06DD02A303F8EF3C251DFD6E2D85A95474C43");

    [Fact]
    public void DefaultKey_NothingBrought_IsAKeyFile() => _process.DefaultKey("default").Should().BeOfType<KeyFileProvider>();

    [Fact]
    public async Task Use_CipherOfThePlatform_SealsForWhoeverAskedBefore()
    {
        var cipher = new EnvelopeCipher(_process, EnvelopeCipher.Default.Random);
        var missing = new Mock<IAeadCipher>();
        _platform.SetupGet(platform => platform.Cipher).Returns(missing.Object);
        cipher.IsSupported.Should().BeTrue();

        _process.Use(_platform.Object);

        cipher.IsSupported.Should().BeFalse();
        await cipher.Invoking(each => each.SealAsync(1, Key, Key, Key, default).AsTask()).Should().ThrowAsync<SecretUnavailableException>();
        missing.SetupGet(each => each.IsSupported).Returns(true);
        (await cipher.SealAsync(1, Key, Key, Key, default)).Should().HaveCount(Envelope.Overhead + 32);
        missing.Verify(each => each.EncryptAsync(
            It.IsAny<ReadOnlyMemory<byte>>(), It.IsAny<ReadOnlyMemory<byte>>(), It.IsAny<ReadOnlyMemory<byte>>(),
            It.IsAny<ReadOnlyMemory<byte>>(), It.IsAny<Memory<byte>>(), default));
    }

    [Fact]
    public async Task Use_KeyAndDerivationOfThePlatform_AreAsked()
    {
        var (derived, keys) = (new byte[32], new FixedKeyProvider(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray()));
        _platform.Setup(platform => platform.DeriveAsync(Key, Key, 5, 32)).ReturnsAsync(derived);
        _platform.Setup(platform => platform.DefaultKey("alice")).Returns(keys);

        _process.Use(_platform.Object);

        (await _process.DeriveAsync(Key, Key, 5, 32)).Should().BeSameAs(derived);
        _process.DefaultKey("alice").Should().BeSameAs(keys);
    }
}
