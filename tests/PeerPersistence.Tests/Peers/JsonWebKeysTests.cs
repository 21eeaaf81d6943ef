namespace PeerPersistence.Tests.Peers;

public sealed class JsonWebKeysTests
{
    private const string Key = """{"kty":"EC","crv":"P-256","x":"AAAA","y":"BBBB"}""";

    [Theory]
    [InlineData(Key, true)]
    [InlineData("""{ "y": "BBBB", "x": "AAAA", "kid": "1", "ext": true, "key_ops": ["verify"], "crv": "P-256", "kty": "EC" }""", true)]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"AAAA","y":"BBBC"}""", false)]
    [InlineData("""{"kty":"EC","crv":"P-384","x":"AAAA","y":"BBBB"}""", false)]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"AAAA"}""", false)]
    [InlineData("""{"kty":"RSA","n":"AAAA","e":"AQAB"}""", false)]
    [InlineData("key", false), InlineData("[]", false), InlineData("{}", false), InlineData("", false)]
    public void AreSame_AsWrittenByOthers_IsByTheMembersOfTheKey(string other, bool same)
    {
        JsonWebKeys.AreSame(Key, other).Should().Be(same);
        JsonWebKeys.AreSame(other, Key).Should().Be(same);
    }

    [Fact]
    public void AreSame_NoKeys_IsByTheText()
    {
        JsonWebKeys.AreSame("key", "key").Should().BeTrue();
        JsonWebKeys.AreSame("{}", "{ }").Should().BeFalse("neither says which key it is");
    }
}
