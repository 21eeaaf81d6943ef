using System.Text;
using Xunit.Abstractions;

namespace PeerPersistence.Tests.Protection.Envelopes;

public class EnvelopeCipherTests(ITestOutputHelper output)
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] StoreId = [.. Enumerable.Range(0x10, 16).Select(i => (byte)i)];
    private static readonly SecretContext Context = new("PEER-000", "sharedSecret", 1);

    private static EnvelopeCipher FixedSalt { get; } = new(AesGcmCipher.Instance, buffer =>
    {
        for (var i = 0; i < buffer.Length; i++)
            buffer[i] = (byte)(0xa0 + i);
    });

    [Theory]
    // Made by another implementation, from the specification alone.
    [InlineData(1u, "PEER-000", 1L, "hunter2", "pp1.UFABAQAAAAGgoaKjpKWmp6ipqqusra6v-VHe5UCYxMwP7KJVEm0HAW1dL8vDo0UbLit-cAJlntY9itT3yMYx")]
    [InlineData(0xdeadbeefu, "pär-密-🔑", (1L << 40) + 3, "", "pp1.UFABAd6tvu-goaKjpKWmp6ipqqusra6vzj_NoajWN42UvJX7zz2JmqTG8bUqHjpYoWNdyCDPwhk")]
    [InlineData(7u, "a", 0L, "pässwörd-密-🔑", "pp1.UFABAQAAAAegoaKjpKWmp6ipqqusra6vlHZmtGM4VUmHRWxTskGPmU0m-gwQAT81bu_YQPfvUJYo_ipM7ZyWj1esPaPMXGKklue-")]
    public async Task Seal_GoldenExamples_GivesExactlyThese(uint keyId, string peerId, long revision, string secret, string expected)
    {
        var context = new SecretContext(peerId, "sharedSecret", revision).ToBytes(StoreId);

        var envelope = await FixedSalt.SealAsync(keyId, Key, Encoding.UTF8.GetBytes(secret), context, default);
        var opened = await FixedSalt.OpenAsync(Key, Envelope.FromText(expected), context, default);

        Envelope.ToText(envelope).Should().Be(expected);
        Envelope.KeyId(envelope).Should().Be(keyId);
        Encoding.UTF8.GetString(opened.Plaintext!).Should().Be(secret);
    }

    [Fact]
    public async Task Seal_TheSameTwice_GivesDifferentEnvelopes56BytesLonger()
    {
        var first = await SealAsync();
        var second = await SealAsync();

        first.Should().HaveCount(7 + 56);
        first.Should().NotEqual(second);
    }

    [Fact]
    public async Task Open_EveryBitFlipTruncationAndExtension_IsRefused()
    {
        var envelope = await SealAsync();
        var faults = new Dictionary<EnvelopeFault, int>();

        foreach (var tampered in Tampering.BitFlips(envelope).Concat(Tampering.Truncations(envelope)).Concat(Tampering.Extensions(envelope)))
        {
            var opened = await EnvelopeCipher.Default.OpenAsync(Key, tampered, Context.ToBytes(StoreId), default);
            opened.Plaintext.Should().BeNull();
            faults[opened.Fault] = faults.GetValueOrDefault(opened.Fault) + 1;
        }

        output.WriteLine($"{faults.Values.Sum()} tampered envelopes: {string.Join(", ", faults)}");
        faults.Should().NotContainKey(EnvelopeFault.None);
        faults[EnvelopeFault.WrongKey].Should().Be(20 * 8, "bytes 4 to 23 decide which key it is");
    }

    [Fact]
    public async Task Open_EveryBitFlipOfTheText_IsNoEnvelopeOrRefused()
    {
        var text = Encoding.ASCII.GetBytes(Envelope.ToText(await SealAsync()));
        var tried = 0;

        foreach (var flipped in Tampering.BitFlips(text))
        {
            tried++;
            if (Envelope.FromText(Encoding.Latin1.GetString(flipped)) is { } bytes)
                (await EnvelopeCipher.Default.OpenAsync(Key, bytes, Context.ToBytes(StoreId), default)).Plaintext.Should().BeNull();
        }

        output.WriteLine($"{tried} tampered texts refused.");
    }

    [Fact]
    public async Task Open_AnotherPeerFieldRevisionOrStore_IsTampered()
    {
        var envelope = await SealAsync();
        byte[][] others =
        [
            (Context with { PeerId = "PEER-001" }).ToBytes(StoreId),
            (Context with { Field = "sharedSecre" }).ToBytes(StoreId),
            (Context with { Field = "sharedSecretP", PeerId = "EER-000" }).ToBytes(StoreId), // the same bytes, cut elsewhere
            (Context with { Revision = 2 }).ToBytes(StoreId),
            (Context with { Revision = 1L << 32 }).ToBytes(StoreId),
            Context.ToBytes([.. Enumerable.Reverse(StoreId)]),
        ];

        foreach (var other in others)
            (await EnvelopeCipher.Default.OpenAsync(Key, envelope, other, default)).Should().BeEquivalentTo(new OpenedEnvelope(EnvelopeFault.Tampered, null));
    }

    [Fact]
    public async Task Open_AnotherKey_IsTheWrongKey()
    {
        var envelope = await SealAsync();

        var opened = await EnvelopeCipher.Default.OpenAsync(new byte[32], envelope, Context.ToBytes(StoreId), default);

        opened.Should().BeEquivalentTo(new OpenedEnvelope(EnvelopeFault.WrongKey, null));
    }

    [Fact]
    public async Task Seal_NoAesGcm_ThrowsAndNamesTheWayOut()
    {
        var cipher = new EnvelopeCipher(new MissingCipher(), EnvelopeCipher.Default.Random);

        var seal = async () => await cipher.SealAsync(1, Key, Key, default, default);

        (await seal.Should().ThrowAsync<SecretUnavailableException>()).WithMessage("*no AES-GCM*vault*");
    }

    private static ValueTask<byte[]> SealAsync() => EnvelopeCipher.Default.SealAsync(1, Key, "hunter2"u8.ToArray(), Context.ToBytes(StoreId), default);
}
