namespace MeshChat.Tests;

public sealed class ChatOptionsTests
{
    [Fact]
    public void Parse_NameAlone_HasDefaults()
    {
        var options = ChatOptions.Parse(["alice"]);

        options.Should().BeEquivalentTo(new
        {
            Name = "alice", Folder = ChatFolder.DefaultFor("alice"), Port = (int?)null, MaxPeers = 100, Script = false, Quick = false,
        });
        options.Address.Should().Be(System.Net.IPAddress.Loopback);
    }

    [Fact]
    public void Parse_Everything_TakesAll() =>
        ChatOptions.Parse(["alice", "--data", "f", "--address", "::1", "--port", "0", "--join", "c", "--max-peers", "7", "--script", "--quick"])
            .Should().Be(new ChatOptions
            {
                Name = "alice", Folder = "f", Address = System.Net.IPAddress.IPv6Loopback, Port = 0, Join = "c", MaxPeers = 7, Script = true, Quick = true,
            });

    [Theory]
    [InlineData("../alice")]
    [InlineData("")]
    [InlineData("alice", "--port")]
    [InlineData("alice", "--port", "70000")]
    [InlineData("alice", "--address", "0.0.0.0")]
    [InlineData("alice", "--address", "nowhere")]
    [InlineData("alice", "--max-peers", "0")]
    [InlineData("alice", "--nonsense")]
    [InlineData("alice", "bob")]
    [InlineData("--nonsense")]
    [InlineData("--quick")]
    [InlineData("-x", "alice")]
    [InlineData("--port", "3000")]
    public void Parse_Nonsense_SaysWhat(params string[] arguments) =>
        FluentActions.Invoking(() => ChatOptions.Parse(arguments)).Should().Throw<FormatException>();
}
