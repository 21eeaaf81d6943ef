namespace PeerPersistence.Tests.Protection.Providers;

public class DefaultKeyFileTests
{
    [Theory]
    [InlineData("Chat", "default", "/home/u/.config/PeerPersistence/Chat/default.key")]
    [InlineData("a/b", "../alice", "/home/u/.config/PeerPersistence/a%2Fb/..%2Falice.key")]
    [InlineData("..", ".", "/home/u/.config/PeerPersistence/_../_..key")]
    [InlineData("", "", "/home/u/.config/PeerPersistence/_/_.key")]
    [InlineData("Con", "aux.1", "/home/u/.config/PeerPersistence/_Con/_aux.1.key")]
    [InlineData("Lpt9", "comx", "/home/u/.config/PeerPersistence/_Lpt9/comx.key")]
    public void PathFor_AnyNames_StaysInTheUsersFolder(string application, string name, string expected) =>
        DefaultKeyFile.PathFor("/home/u/.config", application, name)!.Replace('\\', '/').Should().Be(expected);

    [Theory]
    [InlineData("")]
    [InlineData(".config")]
    public void PathFor_UserWithoutAFolder_GivesNull(string userFolder) => DefaultKeyFile.PathFor(userFolder, "Chat", "default").Should().BeNull();

    [Fact]
    public async Task Wrap_UserWithoutAFolder_SaysSo()
    {
        var wrap = async () => await KeyFileProvider.Nowhere.WrapAsync(new byte[32], default);

        (await wrap.Should().ThrowAsync<SecretUnavailableException>()).WithMessage("*HOME*");
    }
}
