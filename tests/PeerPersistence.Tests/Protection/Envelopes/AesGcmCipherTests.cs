using System.Text.Json;
using Xunit.Abstractions;

namespace PeerPersistence.Tests.Protection.Envelopes;

public class AesGcmCipherTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(128, 67)]
    [InlineData(256, 66)]
    public async Task EncryptAndDecrypt_VectorsOfWycheproof_AgreeWithAllOfThem(int keySize, int expectedCount)
    {
        using var document = TestData.Json("wycheproof", "aes_gcm_test.json");
        var tests = document.RootElement.GetProperty("testGroups").EnumerateArray()
            .Where(group => group.GetProperty("ivSize").GetInt32() == 96 && group.GetProperty("keySize").GetInt32() == keySize)
            .SelectMany(group => group.GetProperty("tests").EnumerateArray())
            .ToList();
        var refused = 0;

        foreach (var test in tests)
        {
            byte[] key = Hex(test, "key"), iv = Hex(test, "iv"), aad = Hex(test, "aad"), message = Hex(test, "msg");
            byte[] expected = [.. Hex(test, "ct"), .. Hex(test, "tag")];
            var valid = test.GetProperty("result").GetString() == "valid";
            var number = test.GetProperty("tcId").GetInt32();
            byte[] encrypted = new byte[expected.Length], decrypted = new byte[message.Length];

            await AesGcmCipher.Instance.EncryptAsync(key, iv, message, aad, encrypted, default);
            var authentic = await AesGcmCipher.Instance.DecryptAsync(key, iv, expected, aad, decrypted, default);

            authentic.Should().Be(valid, "test {0} says so", number);
            encrypted.AsSpan().SequenceEqual(expected).Should().Be(valid, "test {0} says so", number);
            decrypted.Should().Equal(valid ? message : new byte[message.Length], "test {0} says so", number);
            refused += authentic ? 0 : 1;
        }

        tests.Should().HaveCount(expectedCount);
        output.WriteLine($"{tests.Count} vectors with {keySize}-bit keys, {refused} of them forgeries, refused.");
    }

    private static byte[] Hex(JsonElement test, string name) => Convert.FromHexString(test.GetProperty(name).GetString()!);
}
