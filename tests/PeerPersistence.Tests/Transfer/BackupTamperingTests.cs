using System.Text;
using PeerPersistence.Tests.Protection;
using Xunit.Abstractions;

namespace PeerPersistence.Tests.Transfer;

/// <summary>Every single-bit flip and every truncation of whole backups, through the code of the import.</summary>
[Trait("Speed", "Slow")]
public sealed class BackupTamperingTests(ITestOutputHelper output)
{
    private const string Passphrase = "correct horse";

    public static TheoryData<string?> Secrets => new("s3cret", null);

    [Theory]
    [MemberData(nameof(Secrets))]
    public async Task Open_EveryTamperedBackupUnderItsPassphrase_IsRefused(string? secret)
    {
        var json = Encoding.UTF8.GetBytes(await SealAsync(secret));
        (await OpenAsync(json)).Single().SharedSecret.Should().Be(secret);
        var tried = 0;

        foreach (var tampered in Tampering.BitFlips(json).Concat(Tampering.Truncations(json)))
        {
            var open = () => OpenAsync(tampered);
            (await open.Should().ThrowAsync<PeerPersistenceException>("of try {0}: {1}", tried, Encoding.UTF8.GetString(tampered)))
                .Which.Should().Match(e => e is SecretUnavailableException || e is ImportFormatException);
            tried++;
        }

        output.WriteLine($"{tried} tampered backups refused.");
    }

    [Theory]
    [MemberData(nameof(Secrets))]
    public async Task Parse_EveryTamperedBackup_IsReadOrRefusedCleanly(string? secret)
    {
        var json = Encoding.UTF8.GetBytes(await SealAsync(secret));
        var (tried, refused) = (0, 0);

        foreach (var tampered in Tampering.BitFlips(json).Concat(Tampering.Truncations(json)))
        {
            tried++;
            try
            {
                PeerExport.Parse(Encoding.UTF8.GetString(tampered)).Peers.Should().NotContain(peer => peer.SharedSecret != null);
            }
            catch (ImportFormatException)
            {
                refused++;
            }
        }

        refused.Should().BeGreaterThan(json.Length, "every truncation at least");
        output.WriteLine($"{tried} tampered backups without a passphrase: {refused} refused as malformed, the others read.");
    }

    private static async Task<string> SealAsync(string? secret)
    {
        var peer = new PeerData { PeerId = "a", DisplayName = "Ä", SharedSecret = secret, LastKnownIP = "203.0.113.7" };
        var export = new PeerExport { ExportDate = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000), Peers = [peer] };
        // On Windows lines end otherwise, and a carriage return that becomes a tab changes nothing.
        return (await Backup.SealAsync(export, TestProviders.Quick(Passphrase), default)).ToJson().ReplaceLineEndings("\n");
    }

    private static async Task<IReadOnlyList<PeerData>> OpenAsync(byte[] json) =>
        await OpenedBackups.OpenAsync(PeerExport.Parse(Encoding.UTF8.GetString(json)), TestProviders.Quick(Passphrase));
}
