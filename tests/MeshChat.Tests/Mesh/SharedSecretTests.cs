namespace MeshChat.Tests.Mesh;

public sealed class SharedSecretTests
{
    private readonly SharedSecret _alice = new();
    private readonly SharedSecret _bob = new();

    [Fact]
    public void Combine_InEitherOrder_GivesTheSameSecret() =>
        SharedSecret.Combine(_alice.HalfFor("bob"), _bob.HalfFor("alice")).Should().Be(SharedSecret.Combine(_bob.HalfFor("alice"), _alice.HalfFor("bob")));

    [Fact]
    public void HalfFor_TheSamePeer_IsTheSameAndAnotherForOthers() =>
        _alice.HalfFor("bob").Should().Be(_alice.HalfFor("bob")).And.NotBe(_alice.HalfFor("carol")).And.NotBe(_bob.HalfFor("bob"));

    [Fact]
    public void Mark_TellsSecretsApartWithoutTellingThem()
    {
        var secret = SharedSecret.Combine(_alice.HalfFor("bob"), _bob.HalfFor("alice"));

        SharedSecret.Mark(null).Should().BeNull();
        SharedSecret.Mark(secret).Should().Be(SharedSecret.Mark(secret)).And.NotBe(secret).And.NotBe(SharedSecret.Mark(_alice.HalfFor("bob")));
    }
}
