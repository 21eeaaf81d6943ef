using System.Text;

namespace PeerPersistence.Tests.Storage.Files.Format;

public sealed class Crc32CTests
{
    // The check value of the algorithm, and the test vectors of RFC 3720, B.4.
    [Fact]
    public void Compute_KnownVectors_Match()
    {
        Crc32C.Compute(Encoding.ASCII.GetBytes("123456789")).Should().Be(0xE3069283);
        Crc32C.Compute(new byte[32]).Should().Be(0x8A9136AA);
        Crc32C.Compute(Enumerable.Repeat((byte)0xFF, 32).ToArray()).Should().Be(0x62A8AB43);
        Crc32C.Compute([.. Enumerable.Range(0, 32).Select(i => (byte)i)]).Should().Be(0x46DD794E);
        Crc32C.Compute([]).Should().Be(0);
    }

    [Fact]
    public void Extend_FromAPlace_IsThatOfTheWholeAndOfTheRest()
    {
        var bytes = Enumerable.Range(0, 100).Select(i => (byte)(i * 37)).ToArray();
        for (var place = 0; place <= bytes.Length; place++)
        {
            Crc32C.Extend(Crc32C.Compute(bytes.AsSpan(0, place)), bytes.AsSpan(place), out var from).Should().Be(Crc32C.Compute(bytes));
            from.Should().Be(Crc32C.Compute(bytes.AsSpan(place)));
        }
    }
}
