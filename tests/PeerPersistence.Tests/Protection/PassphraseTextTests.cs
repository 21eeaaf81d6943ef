namespace PeerPersistence.Tests.Protection;

/// <summary>Half a surrogate pair has no UTF-8 of its own: others would pass for it.</summary>
public sealed class PassphraseTextTests
{
    // By number: a test runner would hand over U+FFFD for what has no UTF-8.
    private static readonly string[] s_halves = ["a\uD83D", "a\uDE00", "\uDE00\uD83D", "\uD83D", "x\uD83Dy", "\uD83D\uD83D\uDE00"];

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public async Task Passphrase_HalfASurrogatePair_IsRefusedWhereverItEnters(int number)
    {
        var passphrase = s_halves[number];
        await using var setup = new Setup(keys: new PassphraseProvider(() => passphrase));
        await using var sound = new Setup();
        await sound.Service.StorePeerAsync(sound.Friend("a") with { SharedSecret = "s" });
        var sealedBackup = await sound.Service.ExportDataAsync(new() { Passphrase = "a\uFFFD" });
        var before = await sound.Store.DumpAsync();

        await FluentActions.Awaiting(() => setup.Service.StorePeerAsync(setup.Friend("a") with { SharedSecret = "s" })).Should().ThrowAsync<SecretUnavailableException>();
        await FluentActions.Awaiting(() => sound.Service.ChangeMasterKeyAsync(new PassphraseProvider(() => passphrase))).Should().ThrowAsync<SecretUnavailableException>();
        await FluentActions.Awaiting(() => sound.Service.ExportDataAsync(new() { Passphrase = passphrase })).Should().ThrowAsync<ArgumentException>();
        await FluentActions.Awaiting(() => sound.Service.ExportToAsync(new MemoryStream(), new() { Passphrase = passphrase })).Should().ThrowAsync<ArgumentException>();
        await FluentActions.Awaiting(() => sound.Service.BackUpAsync(passphrase)).Should().ThrowAsync<ArgumentException>();
        await FluentActions.Awaiting(() => sound.Service.ImportDataAsync(sealedBackup, new() { Passphrase = passphrase })).Should().ThrowAsync<SecretUnavailableException>();
        await FluentActions.Awaiting(() => sound.Service.RestoreAsync(sealedBackup.ToJson(), passphrase)).Should().ThrowAsync<SecretUnavailableException>();

        (await sound.Store.DumpAsync()).Should().Equal(before);
    }

    [Fact]
    public async Task Passphrase_WholePairsAndOddCharacters_AreTaken()
    {
        foreach (var passphrase in new[] { "🔑", "\uFFFD", "\uFFFF", "\0", "e\u0301" })
        {
            using var provider = TestProviders.Quick(passphrase);
            var wrapped = await provider.WrapAsync(new byte[32], new byte[1]);
            (await provider.UnwrapAsync(wrapped, new byte[1])).Should().Equal(new byte[32]);
        }
    }
}
