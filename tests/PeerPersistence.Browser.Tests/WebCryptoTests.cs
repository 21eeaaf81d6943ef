using System.Security.Cryptography;
using PeerPersistence.Browser.Tests.Support;

namespace PeerPersistence.Browser.Tests;

/// <summary>The same envelopes, byte for byte, by the browser's cipher.</summary>
[Collection(nameof(InChromium))]
public sealed class WebCryptoTests(ChromiumFixture chromium) : PageTests(chromium)
{
    [ChromiumTheory]
    [InlineData(1u, "PEER-000", 1L, "hunter2", "pp1.UFABAQAAAAGgoaKjpKWmp6ipqqusra6v-VHe5UCYxMwP7KJVEm0HAW1dL8vDo0UbLit-cAJlntY9itT3yMYx")]
    [InlineData(0xdeadbeefu, "pär-密-🔑", (1L << 40) + 3, "", "pp1.UFABAd6tvu-goaKjpKWmp6ipqqusra6vzj_NoajWN42UvJX7zz2JmqTG8bUqHjpYoWNdyCDPwhk")]
    [InlineData(7u, "a", 0L, "pässwörd-密-🔑", "pp1.UFABAQAAAAegoaKjpKWmp6ipqqusra6vlHZmtGM4VUmHRWxTskGPmU0m-gwQAT81bu_YQPfvUJYo_ipM7ZyWj1esPaPMXGKklue-")]
    public async Task Envelopes_GoldenExamples_AgreeBothWaysAndEveryBitFlipIsRefused(
        uint keyId, string peerId, long revision, string secret, string envelope)
    {
        var told = await Fixture.RunAsync("envelopes", $"{keyId}^{peerId}^{revision}^{secret}^{envelope}");

        told.Should().StartWith("True True ").And.NotContain("None");
    }

    [ChromiumFact]
    public async Task Pbkdf2_FewRounds_IsTheDesktops()
    {
        byte[] salt = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];

        (await Fixture.RunAsync("pbkdf2", "1000")).Should().Be(
            Convert.ToHexString(Rfc2898DeriveBytes.Pbkdf2("pässwörd", salt, 1000, HashAlgorithmName.SHA256, 32)));
    }

    [ChromiumFact]
    public async Task MasterKey_PageOpenedAgain_IsThereAndNoScriptReadsIt()
    {
        var page = await OpenAsync();
        var wrapped = await page.RunAsync("master-key");
        await page.ReloadedAsync();

        wrapped.Should().HaveLength(2 * (12 + 32 + 16));
        (await page.RunAsync("master-key", wrapped)).Should().Be("True 3");
        (await page.EvaluateAsync<string>(ExportKey)).Should().StartWith("InvalidAccessError");
    }

    [ChromiumFact]
    public async Task Passphrase_AnotherService_OpensWithTheRightOneAlone()
    {
        var page = await OpenAsync();

        (await page.RunAsync("passphrase", "locked correct-horse")).Should().Be("/");
        (await page.RunAsync("passphrase", "locked correct-horse")).Should().Be("s3cret/Available");
        (await page.RunAsync("passphrase", "locked wrong")).Should().Be("/KeyUnavailable");
    }

    private const string ExportKey = """
        () => new Promise(resolve => {
          const opening = indexedDB.open('peer-persistence:keys');
          opening.onsuccess = () => {
            const found = opening.result.transaction('keys').objectStore('keys').get('test');
            found.onsuccess = () => crypto.subtle.exportKey('raw', found.result).then(() => resolve('read'), error => resolve(`${error.name}`));
          };
        })
        """;
}
