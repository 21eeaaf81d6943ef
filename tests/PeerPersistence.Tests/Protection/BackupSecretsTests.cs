using Xunit.Abstractions;

namespace PeerPersistence.Tests.Protection;

public sealed class BackupSecretsTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Open_SealedSecretsOfABackup_GivesThem()
    {
        using var backup = await BackupSecrets.BeginAsync("correct horse", default);
        var a = await backup.SealAsync("a", "secret of a", default);
        var b = await backup.SealAsync("b", "", default);

        using var unlocked = await BackupSecrets.UnlockAsync("correct horse", backup.Header, default);

        (await unlocked.OpenAsync("a", a, default)).Should().Be(new OpenedSecret(SecretStatus.Available, "secret of a"));
        (await unlocked.OpenAsync("b", b, default)).Should().Be(new OpenedSecret(SecretStatus.Available, ""));
    }

    [Fact]
    public async Task Unlock_WrongPassphrase_Throws()
    {
        using var backup = await BackupSecrets.BeginAsync("correct horse", default);

        var unlock = async () => await BackupSecrets.UnlockAsync("battery staple", backup.Header, default);

        (await unlock.Should().ThrowAsync<SecretUnavailableException>()).WithMessage("*passphrase*");
    }

    [Fact]
    public async Task Open_EveryChangedSecretOtherPeerOrOtherBackup_IsDamaged()
    {
        using var backup = await BackupSecrets.BeginAsync("correct horse", default);
        using var other = await BackupSecrets.BeginAsync("correct horse", default);
        var text = await backup.SealAsync("a", "secret of a", default);
        var envelope = Envelope.FromText(text)!;
        var tried = 0;

        foreach (var tampered in Tampering.BitFlips(envelope).Concat(Tampering.Truncations(envelope)).Select(Envelope.ToText).Append("").Append("nonsense"))
        {
            (await backup.OpenAsync("a", tampered, default)).Should().Be(new OpenedSecret(SecretStatus.Damaged, null));
            tried++;
        }

        (await backup.OpenAsync("b", text, default)).Status.Should().Be(SecretStatus.Damaged);
        (await other.OpenAsync("a", text, default)).Status.Should().Be(SecretStatus.Damaged);
        output.WriteLine($"{tried} tampered secrets of a backup refused.");
    }

    [Fact]
    public async Task Unlock_TamperedHeader_Throws()
    {
        using var backup = await BackupSecrets.BeginAsync("correct horse", default);
        var text = backup.Header;
        var header = Base64Url.Decode(text)!;
        // Every header that is refused without a derivation, and some of each part that is refused after one.
        int[] parts = [8 * 8, 23 * 8, 24 * 8, 31 * 8, 60 * 8, 70 * 8, 111 * 8];
        var tampered = Tampering.Truncations(header).Where(bytes => bytes.Length is < 30 or > 109).Select(Base64Url.Encode)
            .Concat(Tampering.BitFlips(header).Where((flipped, bit) => PassphraseParameters.Read(flipped) is null || parts.Contains(bit)).Select(Base64Url.Encode))
            .Concat(Enumerable.Range(1, 3).Select(cut => text[..^cut]))
            .ToList();

        foreach (var one in tampered)
        {
            var unlock = async () => await BackupSecrets.UnlockAsync("correct horse", one, default);
            (await unlock.Should().ThrowAsync<PeerPersistenceException>()).Which.Should().Match(e => e is SecretUnavailableException || e is ImportFormatException);
        }

        output.WriteLine($"{tampered.Count} tampered headers refused.");
    }

    [Fact]
    public async Task IsAuthentic_SameContentOnly()
    {
        using var backup = await BackupSecrets.BeginAsync("correct horse", default);
        using var other = await BackupSecrets.BeginAsync("correct horse", default);
        var content = "the peers"u8.ToArray();
        var seal = backup.Authenticate(content);

        backup.IsAuthentic(content, seal).Should().BeTrue();
        backup.IsAuthentic(content, "").Should().BeFalse();
        backup.IsAuthentic(content, "not base64url!").Should().BeFalse();
        other.IsAuthentic(content, seal).Should().BeFalse();
        Tampering.BitFlips(content).Concat(Tampering.Truncations(content)).Should().OnlyContain(tampered => !backup.IsAuthentic(tampered, seal));
    }
}
