using System.Text;

namespace PeerPersistence.Sqlite.Tests;

public sealed class OrdinalKeyTests
{
    [Fact]
    public void Encode_EveryUnit_IsDecodedToItself()
    {
        for (var unit = 0; unit <= char.MaxValue; unit++)
        {
            var key = $"a{(char)unit}b";
            OrdinalKey.Decode(OrdinalKey.Encode(key)).Should().Be(key);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("mesh:peer:abc")]
    [InlineData("ä中\uffff")]
    public void Encode_WithoutSurrogates_IsUtf8(string key) => OrdinalKey.Encode(key).Should().Equal(Encoding.UTF8.GetBytes(key));

    [Fact]
    public void Encode_AnyTwoKeys_SortAsTheKeysDo()
    {
        const int Seed = 17;
        var random = new Random(Seed);
        for (var i = 0; i < 20_000; i++)
        {
            var (one, other) = (Draw(random), Draw(random));
            Math.Sign(OrdinalKey.Encode(one).AsSpan().SequenceCompareTo(OrdinalKey.Encode(other)))
                .Should().Be(Math.Sign(string.CompareOrdinal(one, other)), "seed {0}, keys {1} and {2}", Seed, one, other);
        }
    }

    [Fact]
    public void EndOf_AnyPrefix_IsBehindExactlyTheKeysThatBeginWithIt()
    {
        const int Seed = 18;
        var random = new Random(Seed);
        for (var i = 0; i < 20_000; i++)
        {
            var (prefix, key) = (Draw(random), Draw(random));
            var bytes = OrdinalKey.Encode(key).AsSpan();
            var between = bytes.SequenceCompareTo(OrdinalKey.Encode(prefix)) >= 0 && bytes.SequenceCompareTo(OrdinalKey.EndOf(prefix)) < 0;
            between.Should().Be(key.StartsWith(prefix, StringComparison.Ordinal), "seed {0}, prefix {1}, key {2}", Seed, prefix, key);
        }
    }

    private static string Draw(Random random)
    {
        char[] units = ['\0', 'a', 'b', '\u007f', '\u0080', '\u07ff', '\u0800', '\ud7ff', '\ud800', '\udfff', '\ue000', '\uffff'];
        return string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => units[random.Next(units.Length)]));
    }
}
