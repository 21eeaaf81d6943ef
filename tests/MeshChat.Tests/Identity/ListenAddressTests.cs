using System.Net;

namespace MeshChat.Tests.Identity;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:4000")]
    [InlineData("[2001:db8::1]:65535")]
    public void Of_OwnCandidate_GivesTheAddress(string text)
    {
        var address = ListenAddress.Parse(text)!;

        ListenAddress.Of(ListenAddress.ToCandidate(address)).Should().Be(IPEndPoint.Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("candidate:1 1 udp 2105458943 127.0.0.1 4000 typ host")]
    [InlineData("candidate:1 1 tcp 2105458943 example.org 4000 typ host")]
    [InlineData("candidate:1 1 tcp 2105458943 127.0.0.1 70000 typ host")]
    public void Of_AnotherCandidate_IsNull(string candidate) => ListenAddress.Of(new() { Candidate = candidate }).Should().BeNull();
}
