namespace PeerPersistence.Tests.Protection;

public sealed class SecretTextTests
{
    [Fact]
    public void FromBytes_NoUtf8_IsDamaged() => SecretText.FromBytes([0xC3]).Should().BeEquivalentTo(new OpenedSecret(SecretStatus.Damaged, null));

    [Fact]
    public void ToBytes_UnpairedSurrogate_Throws() => FluentActions.Invoking(() => SecretText.ToBytes("\ud800")).Should().Throw<ArgumentException>();

    [Fact]
    public void ToBytes_Text_IsUtf8AndNothingBefore() => SecretText.ToBytes("ä").Should().Equal(0xC3, 0xA4);
}
