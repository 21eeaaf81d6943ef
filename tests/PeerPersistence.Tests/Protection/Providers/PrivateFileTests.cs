namespace PeerPersistence.Tests.Protection.Providers;

public sealed class PrivateFileTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("pp-private-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void TryCreate_ThereAlready_LeavesItAndSaysSo()
    {
        var path = Path.Combine(_root, "a.key");

        PrivateFile.TryCreate(path, [1]).Should().BeTrue();
        PrivateFile.TryCreate(path, [2]).Should().BeFalse();

        File.ReadAllBytes(path).Should().Equal(1);
        Directory.GetFiles(_root).Should().Equal(path);
    }
}
