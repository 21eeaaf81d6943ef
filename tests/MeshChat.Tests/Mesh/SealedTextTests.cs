namespace MeshChat.Tests.Mesh;

public sealed class SealedTextTests
{
    private static readonly string Secret = NewSecret();

    [Fact]
    public void Open_SameSecretAndContext_GivesTheText() =>
        SealedText.Open(SealedText.Seal("hello 👋", Secret, "a b 1"), Secret, "a b 1").Should().Be("hello 👋");

    [Fact]
    public void Open_LongestText_FitsTheFrame() =>
        SealedText.Seal(new string('世', WireLimits.Text), Secret, "").Length.Should()
            .BeLessThanOrEqualTo(SealedText.MaxBytes).And.BeLessThan(WireLimits.Frame / 2);

    [Fact]
    public void Open_OtherSecretOrContext_IsNull()
    {
        var sealedText = SealedText.Seal("hello", Secret, "a b 1");

        SealedText.Open(sealedText, NewSecret(), "a b 1").Should().BeNull();
        SealedText.Open(sealedText, Secret, "a c 1").Should().BeNull();
    }

    [Fact]
    public void Open_AnyBitChangedOrCutOff_IsNull()
    {
        var sealedText = SealedText.Seal("hello", Secret, "");
        for (var i = 0; i < sealedText.Length; i++)
        {
            var changed = (byte[])sealedText.Clone();
            changed[i] ^= 1;
            SealedText.Open(changed, Secret, "").Should().BeNull();
            SealedText.Open(sealedText[..i], Secret, "").Should().BeNull();
        }
    }

    private static string NewSecret() => SharedSecret.Combine(new SharedSecret().HalfFor("a"), new SharedSecret().HalfFor("b"));
}
