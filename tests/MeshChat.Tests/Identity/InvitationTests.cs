using System.Net;

namespace MeshChat.Tests.Identity;

public sealed class InvitationTests
{
    [Theory]
    [InlineData("127.0.0.1:4000")]
    [InlineData("192.168.1.20:65535")]
    [InlineData("[::1]:1")]
    public void Parse_OwnCode_GivesTheInvitation(string address)
    {
        using var identity = TestIdentities.New();
        var invitation = new Invitation(IPEndPoint.Parse(address), identity.Id, Invitation.NewToken());

        Invitation.Parse($"  {invitation.ToCode()}\n").Should().Be(invitation);
    }

    [Fact]
    public void ToCode_IPv4_FitsOnALine() => Code().Should().HaveLength(73).And.StartWith("mesh1-").And.NotContainAny("+", "/", "=", " ");

    [Theory]
    [InlineData("")]
    [InlineData("mesh1-")]
    [InlineData("hello")]
    [InlineData("mesh1-AAAA")]
    [InlineData("mesh1-!!!!")]
    public void Parse_SomethingElse_IsNull(string code) => Invitation.Parse(code).Should().BeNull();

    [Fact]
    public void Parse_CutOffOrTooLong_IsNull()
    {
        var code = Code();
        for (var length = 0; length < code.Length; length++)
            Invitation.Parse(code[..length]).Should().BeNull();
        Invitation.Parse(code + "AAAA").Should().BeNull();
        Invitation.Parse(code + new string('A', 100_000)).Should().BeNull();
    }

    [Fact]
    public void Parse_PortZero_IsNull()
    {
        using var identity = TestIdentities.New();

        Invitation.Parse(new Invitation(new(IPAddress.Loopback, 0), identity.Id, Invitation.NewToken()).ToCode()).Should().BeNull();
    }

    private static string Code()
    {
        using var identity = TestIdentities.New();
        return new Invitation(new(IPAddress.Loopback, 4000), identity.Id, Invitation.NewToken()).ToCode();
    }
}
