using Xunit.Abstractions;

namespace PeerPersistence.Tests.Protection;

public sealed class BackupSecretsTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Open_SealedSecretsOfABackup_GivesThem()
    {
        using var backup = await BackupSecrets.BeginAsync(TestProviders.Quick("correct horse"), default);
        var a = await backup.SealAsync("a", null, "secret of a", default);
        var b = await backup.SealAsync("b", null, "", default);

        using var unlocked = await BackupSecrets.UnlockAsync(TestProviders.Quick("correct horse"), backup.Header, default);

        (await unlocked.OpenAsync("a", null, a, default)).Should().BeEquivalentTo(new OpenedSecret(SecretStatus.Available, "secret of a"));
        (await unlocked.OpenAsync("b", null, b, default)).Should().BeEquivalentTo(new OpenedSecret(SecretStatus.Available, ""));
    }

    // Made by another implementation, from the specification alone: what is written today stays readable.
    [Fact]
    public async Task Unlock_GoldenBackup_OpensItsSecretAndKnowsItsContent()
    {
        using var passphrase = new PassphraseProvider(() => "pässwörd");
        using var backup = await BackupSecrets.UnlockAsync(
            passphrase,
            "UEsBAQABhqAgISIjJCUmJygpKissLS4vUFABAQAAAACwsbKztLW2t7i5uru8vb6_7Is4HV4l6Wxxq49rlDB22qh1nAOWKuueEyCRqO4w3MZdN9Fc4HDggoj7mY9Lgk6M27d5466ODX-Gqt0jzeHPvA",
            default);

        var opened = await backup.OpenAsync("PEER-000", null, "pp1.UFABAQAAAAHAwcLDxMXGx8jJysvMzc7PzPFU4Ip1P_7BSTe0hTp4Nhfl8dq73STDirFvUG6iXBmYhUgn_WT6", default);

        opened.Should().BeEquivalentTo(new OpenedSecret(SecretStatus.Available, "hunter2"));
        backup.Authenticate("content"u8).Should().Be("mVTm0PkeSDfgNgJl8dyFq1CY9iJ8aLX6sGexWGQ2Rmk");
    }

    [Fact]
    public async Task Unlock_WrongPassphrase_Throws()
    {
        using var backup = await BackupSecrets.BeginAsync(TestProviders.Quick("correct horse"), default);

        var unlock = async () => await BackupSecrets.UnlockAsync(TestProviders.Quick("battery staple"), backup.Header, default);

        (await unlock.Should().ThrowAsync<SecretUnavailableException>()).WithMessage("*passphrase*");
    }

    [Fact]
    public async Task Open_EveryChangedSecretOtherPeerOrOtherBackup_IsDamaged()
    {
        using var backup = await BackupSecrets.BeginAsync(TestProviders.Quick("correct horse"), default);
        using var other = await BackupSecrets.BeginAsync(TestProviders.Quick("correct horse"), default);
        var text = await backup.SealAsync("a", null, "secret of a", default);
        var envelope = Envelope.FromText(text)!;
        var tried = 0;

        foreach (var tampered in Tampering.BitFlips(envelope).Concat(Tampering.Truncations(envelope)).Select(Envelope.ToText).Append("").Append("nonsense"))
        {
            (await backup.OpenAsync("a", null, tampered, default)).Should().BeEquivalentTo(new OpenedSecret(SecretStatus.Damaged, null));
            tried++;
        }

        (await backup.OpenAsync("b", null, text, default)).Status.Should().Be(SecretStatus.Damaged);
        (await other.OpenAsync("a", null, text, default)).Status.Should().Be(SecretStatus.Damaged);
        output.WriteLine($"{tried} tampered secrets of a backup refused.");
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task Unlock_EveryTamperedHeader_Throws()
    {
        using var backup = await BackupSecrets.BeginAsync(TestProviders.Quick("correct horse"), default);
        var header = Base64Url.Decode(backup.Header)!;
        var tampered = Tampering.Truncations(header).Concat(Tampering.BitFlips(header)).Concat(Tampering.Extensions(header)).Select(bytes => Base64Url.Encode(bytes))
            .Concat(Enumerable.Range(0, backup.Header.Length).Select(length => backup.Header[..length]))
            .ToList();

        foreach (var one in tampered)
        {
            var unlock = async () => await BackupSecrets.UnlockAsync(TestProviders.Quick("correct horse"), one, default);
            (await unlock.Should().ThrowAsync<PeerPersistenceException>()).Which.Should().Match(e => e is SecretUnavailableException || e is ImportFormatException);
        }

        output.WriteLine($"{tampered.Count} tampered headers of a backup refused.");
    }

    [Fact]
    public async Task IsAuthentic_SameContentOnly()
    {
        using var backup = await BackupSecrets.BeginAsync(TestProviders.Quick("correct horse"), default);
        using var other = await BackupSecrets.BeginAsync(TestProviders.Quick("correct horse"), default);
        var content = "the peers"u8.ToArray();
        var seal = backup.Authenticate(content);

        backup.IsAuthentic(content, seal).Should().BeTrue();
        backup.IsAuthentic(content, "").Should().BeFalse();
        backup.IsAuthentic(content, "not base64url!").Should().BeFalse();
        other.IsAuthentic(content, seal).Should().BeFalse();
        Tampering.BitFlips(content).Concat(Tampering.Truncations(content))
            .Should().AllSatisfy(tampered => backup.IsAuthentic(tampered, seal).Should().BeFalse());
    }
}
