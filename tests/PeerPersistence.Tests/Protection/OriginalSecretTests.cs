using System.Text;
using System.Text.Json;

namespace PeerPersistence.Tests.Protection;

public class OriginalSecretTests
{
    [Fact]
    public async Task Open_EverySecretOfTheOriginalsStorage_IsWhatTheOriginalHad()
    {
        using var storage = TestData.Json("browser-original", "localStorage.json");
        using var expected = TestData.Json("browser-original", "expected.json");
        var key = OriginalSecret.ReadKey(Encoding.UTF8.GetBytes(storage.RootElement.GetProperty("mesh:encryption:key").GetString()!))!;
        var opened = new Dictionary<string, string?>();

        foreach (var entry in storage.RootElement.EnumerateObject().Where(entry => entry.Name.StartsWith("mesh:peer:", StringComparison.Ordinal)))
        {
            using var record = JsonDocument.Parse(entry.Value.GetString()!);
            var encrypted = record.RootElement.GetProperty("encryptedSecret").GetString();
            opened[entry.Name["mesh:peer:".Length..]] = encrypted is null ? null : (await OriginalSecret.OpenAsync(encrypted, key, default)).Secret;
        }

        opened.Should().BeEquivalentTo(
            expected.RootElement.GetProperty("secrets").EnumerateObject().ToDictionary(secret => secret.Name, secret => secret.Value.GetString()));
        opened.Values.Count(secret => secret is not null).Should().Be(39);
    }

    [Fact]
    public async Task Open_EmptySecret_IsEmpty()
    {
        var (key, sealedSecret) = (new byte[32], new byte[12 + 16]);
        await AesGcmCipher.Instance.EncryptAsync(key, sealedSecret.AsMemory(0, 12), default, default, sealedSecret.AsMemory(12), default);

        (await OriginalSecret.OpenAsync(Convert.ToBase64String(sealedSecret), key, default)).Should().BeEquivalentTo(new OpenedSecret(SecretStatus.Available, ""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not base64")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Open_WhatIsNone_IsDamaged(string encrypted) =>
        (await OriginalSecret.OpenAsync(encrypted, new byte[32], default)).Should().BeEquivalentTo(new OpenedSecret(SecretStatus.Damaged, null));

    [Theory]
    [InlineData("undefined")]
    [InlineData("[]")]
    [InlineData("""{"kty":"oct"}""")]
    [InlineData("""{"kty":"oct","k":"AAAA"}""")]
    [InlineData("""{"kty":"oct","k":"\ud800"}""")]
    [InlineData("""{"kty":"RSA","k":"iIOYVmGBdtlicCpvcfavmVuq-rpUGwBMiSzh8loKMgQ"}""")]
    public void ReadKey_NoSuchKey_GivesNull(string json) => OriginalSecret.ReadKey(Encoding.UTF8.GetBytes(json)).Should().BeNull();
}
