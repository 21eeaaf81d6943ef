namespace PeerPersistence.Tests.Identities;

public sealed class IdentityFileNameTests
{
    [Theory]
    [InlineData("alice_1-x", "alice_1-x")]
    [InlineData("Alice", "%41lice")]
    [InlineData("../x", "%2e%2e%2fx")]
    [InlineData("a%41", "a%2541")]
    [InlineData("con", "%63on")]
    [InlineData("com1", "%63om1")]
    [InlineData("com10", "com10")]
    [InlineData("é", "%c3%a9")]
    [InlineData("e\u0301", "e%cc%81")]
    public void Of_AnyName_IsPlain(string identity, string name) => IdentityFileName.Of(identity).Should().Be(name);

    [Fact]
    public void Of_LongNames_AreCutAndStillTellApart()
    {
        var (first, second) = (IdentityFileName.Of(new('é', 256)), IdentityFileName.Of(new string('é', 255) + "e"));

        first.Should().NotBe(second).And.HaveLength(165).And.StartWith("%c3%a9");
        second[..100].Should().Be(first[..100]);
    }

    [Fact]
    public void Of_Generated_NoTwoMeetWhereCapitalsAreSmallLetters()
    {
        const int seed = 1;
        var random = new Random(seed);
        var identities = Enumerable.Range(0, 20_000).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => "aAbB.%~/ é"[random.Next(10)])))
            .ToHashSet(StringComparer.Ordinal);

        identities.Select(IdentityFileName.Of).Distinct(StringComparer.OrdinalIgnoreCase).Should().HaveSameCount(identities, "seed {0}", seed);
    }
}
