using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MeshChat.Tests.Identity;

public sealed class PublicKeyTests
{
    [Fact]
    public void Parse_OwnJwk_GivesTheSameKeyAndId()
    {
        using var identity = TestIdentities.New();

        var key = PublicKey.Parse(identity.PublicKey.Jwk);

        key.Should().Be(identity.PublicKey);
        key!.Id.Should().HaveLength(43).And.Be(identity.Id);
    }

    [Fact]
    public void Parse_MembersInAnotherOrder_GivesTheSameId()
    {
        using var identity = TestIdentities.New();
        var jwk = identity.PublicKey.Jwk
            .Replace("""{"crv":"P-256",""", """{"use":"sig",""", StringComparison.Ordinal)
            .Replace("}", ""","crv":"P-256"}""", StringComparison.Ordinal);

        PublicKey.Parse(jwk)!.Id.Should().Be(identity.Id);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"crv":"P-256","kty":"EC","x":"AAAA","y":"AAAA"}""")]
    [InlineData("""{"crv":"P-256","kty":"EC","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"}""")]
    public void Parse_NoPointOnTheCurve_IsNull(string? jwk) => PublicKey.Parse(jwk).Should().BeNull();

    [Fact]
    public void Of_CertificateOnAnotherCurve_IsNull()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var certificate = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));

        PublicKey.Of(certificate).Should().BeNull();
    }

    [Fact]
    public void Verifies_OnlyWhatTheOwnerSigned()
    {
        using var alice = TestIdentities.New();
        using var bob = TestIdentities.New();
        var signature = alice.Sign("hello");

        alice.PublicKey.Verifies("hello", signature).Should().BeTrue();
        alice.PublicKey.Verifies("hallo", signature).Should().BeFalse();
        bob.PublicKey.Verifies("hello", signature).Should().BeFalse();
        alice.PublicKey.Verifies("hello", []).Should().BeFalse();
    }
}
