namespace PeerPersistence.Tests.Storage.Layout;

public sealed class StorageKeysTests
{
    private readonly StorageKeys _keys = new("mesh:");

    [Theory]
    [InlineData("mesh:peer:alice", "alice")]
    [InlineData("mesh:peer:peers:index", "peers:index")]
    [InlineData("mesh:peer:", null)]
    [InlineData("mesh:peer:\n", null)]
    [InlineData("mesh:peers:index", null)]
    [InlineData("mesh2:peer:alice", null)]
    public void PeerOf_Key_IsThePeerWhoseRecordItHolds(string key, string? peerId) => _keys.PeerOf(key).Should().Be(peerId);

    [Theory]
    [InlineData("mesh:peers:index", 0)]
    [InlineData("mesh:peers:index:1", 1)]
    [InlineData("mesh:peers:index:12", 12)]
    [InlineData("mesh:peers:index:1048576", 1048576)]
    [InlineData("mesh:peers:index:1048577", null)]
    [InlineData("mesh:peers:index:2147483647", null)]
    [InlineData("mesh:peers:index:0", null)]
    [InlineData("mesh:peers:index:01", null)]
    [InlineData("mesh:peers:index:-1", null)]
    [InlineData("mesh:peers:index:", null)]
    [InlineData("mesh:peers:index:x", null)]
    [InlineData("mesh:peers:index1", null)]
    [InlineData("mesh:peers:indexes", null)]
    public void IndexPageOf_Key_IsItsNumberInItsOneSpelling(string key, int? page) => _keys.IndexPageOf(key).Should().Be(page);

    [Theory]
    [InlineData("mesh:peers:metadata", true)]
    [InlineData("mesh:peers:removed", true)]
    [InlineData("mesh:peers:index", true)]
    [InlineData("mesh:peers:index:3", true)]
    [InlineData("mesh:schema:version", true)]
    [InlineData("mesh:encryption:key", true)]
    [InlineData("mesh:encryption:original", true)]
    [InlineData("mesh:peer:alice", true)]
    [InlineData("mesh:peer:", true)] // no peer's, but nobody else's either
    [InlineData("mesh:settings", false)]
    [InlineData("mesh:peers:favourites", false)]
    public void IsOurs_KeyUnderThePrefix_IsOneOfTheLayout(string key, bool ours) => _keys.IsOurs(key).Should().Be(ours);
}
