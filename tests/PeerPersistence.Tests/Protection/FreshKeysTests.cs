using System.Security.Cryptography;

namespace PeerPersistence.Tests.Protection;

/// <summary>Everything that is to be unpredictable: made twice, it is not the same.</summary>
public sealed class FreshKeysTests
{
    public static TheoryData<string> Made { get; } = [.. Makers.Keys];

    private static Dictionary<string, Func<Task<byte[]>>> Makers => new()
    {
        ["store id"] = async () => (await ActiveAsync()).Ring.Document.StoreId,
        ["data key"] = async () => (await ActiveAsync()).Copy()!,
        ["rotated data key"] = async () => (await ActiveAsync(rotated: true)).Copy()!,
        ["kept master key"] = KeptAsync,
        ["key file"] = FileAsync,
        ["salt of a passphrase"] = () => Task.FromResult(PassphraseParameters.New(RandomNumberGenerator.Fill).Salt),
        ["key of a backup"] = async () =>
        {
            using var backup = await BackupSecrets.BeginAsync(TestProviders.Quick("passphrase"), default);
            return Base64Url.Decode(backup.Authenticate("content"u8))!;
        },
    };

    [Theory]
    [MemberData(nameof(Made))]
    public async Task Make_Twice_IsNotTheSame(string what)
    {
        var (first, second) = (await Makers[what](), await Makers[what]());

        first.Should().HaveCountGreaterThanOrEqualTo(16).And.NotEqual(second);
    }

    private static async Task<DataKey> ActiveAsync(bool rotated = false)
    {
        var ring = new KeyRing(new InMemoryKeyValueStore(), "keys", TestProviders.Fixed(), EnvelopeCipher.Default);
        await ring.ActiveAsync(mayCreate: true, default);
        if (rotated)
            await ring.RotateAsync(default);
        return await ring.ActiveAsync(mayCreate: false, default);
    }

    private static async Task<byte[]> KeptAsync()
    {
        byte[]? kept = null;
        var provider = new DelegateKeyProvider("vault", _ => new(kept?.ToArray()), (key, _) =>
        {
            kept = [.. key];
            return default;
        });
        await provider.WrapAsync(new byte[32], default);
        return kept!;
    }

    private static async Task<byte[]> FileAsync()
    {
        var path = Path.GetTempFileName();
        File.Delete(path);
        try
        {
            await new KeyFileProvider(path).WrapAsync(new byte[32], default);
            return await File.ReadAllBytesAsync(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
