using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace PeerPersistence.Browser.TestApp;

/// <summary>The golden examples of the desktop's tests, sealed and opened by WebCrypto.</summary>
internal static class Envelopes
{
    private static readonly byte[] Key = Bytes(0x00, 32);
    private static readonly byte[] StoreId = Bytes(0x10, 16);

    /// <summary>"key id^peer^revision^secret^envelope": whether both ways agree.</summary>
    public static async Task<string> GoldenAsync(string argument)
    {
        WebCryptography.UseHere();
        var cipher = new EnvelopeCipher(PlatformCryptography.Current, buffer => Bytes(0xa0, buffer.Length).CopyTo(buffer));
        var parts = argument.Split('^');
        var context = new SecretContext(parts[1], "sharedSecret", long.Parse(parts[2])).ToBytes(StoreId);
        var envelope = await cipher.SealAsync(uint.Parse(parts[0]), Key, Encoding.UTF8.GetBytes(parts[3]), context, default);
        var opened = await cipher.OpenAsync(Key, Envelope.FromText(parts[4])!, context, default);
        var faults = new SortedDictionary<EnvelopeFault, int>();
        for (var bit = 0; bit < 8 * envelope.Length; bit++)
        {
            envelope[bit / 8] ^= (byte)(1 << (bit % 8));
            var fault = (await cipher.OpenAsync(Key, envelope, context, default)).Fault;
            faults[fault] = faults.GetValueOrDefault(fault) + 1;
            envelope[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        return $"{Envelope.ToText(envelope) == parts[4]} {Encoding.UTF8.GetString(opened.Plaintext!) == parts[3]} {string.Join(' ', faults)}";
    }

    /// <summary>The mean of a row of so many seals, then of opens, in microseconds.</summary>
    public static async Task<string> RowAsync(string times)
    {
        WebCryptography.UseHere();
        var (count, envelope) = (int.Parse(times), Array.Empty<byte>());
        for (var i = 0; i < 50; i++)
            envelope = await EnvelopeCipher.Default.SealAsync(1, Key, Key, StoreId, default);
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
            envelope = await EnvelopeCipher.Default.SealAsync(1, Key, Key, StoreId, default);
        var seal = Stopwatch.GetElapsedTime(began);
        began = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
            await EnvelopeCipher.Default.OpenAsync(Key, envelope, StoreId, default);
        return $"{seal.TotalMicroseconds / count:0} {Stopwatch.GetElapsedTime(began).TotalMicroseconds / count:0}";
    }

    /// <summary>Wraps or unwraps: a page that was opened again has the key still.</summary>
    public static async Task<string> MasterKeyAsync(string wrapped)
    {
        var keys = new WebCryptoKeyProvider("test");
        if (wrapped.Length == 0)
            return Convert.ToHexString(await keys.WrapAsync(Key, StoreId));
        var bytes = Convert.FromHexString(wrapped);
        var right = (await keys.UnwrapAsync(bytes, StoreId)).AsSpan().SequenceEqual(Key);
        var refused = 0;
        foreach (var (provider, sealedKey, context) in new[]
        {
            (keys, bytes, Key), (keys, [.. bytes[..^1], (byte)(bytes[^1] ^ 1)], StoreId), (new("other"), bytes, StoreId),
        })
        {
            try
            {
                await provider.UnwrapAsync(sealedKey, context);
            }
            catch (SecretUnavailableException)
            {
                refused++;
            }
        }

        return $"{right} {refused}";
    }

    /// <summary>The same as .NET's own, with so many rounds.</summary>
    public static async Task<string> DeriveAsync(string rounds)
    {
        WebCryptography.UseHere();
        var (password, salt) = (Encoding.UTF8.GetBytes("pässwörd"), Bytes(1, 16));
        var ours = await PlatformCryptography.Current.DeriveAsync(password.ToArray(), salt, int.Parse(rounds), 32);
        return Convert.ToHexString(ours);
    }

    private static byte[] Bytes(int first, int count) => [.. Enumerable.Range(first, count).Select(i => (byte)i)];
}
