namespace PeerPersistence.Tests.Storage.Files;

public sealed class WindowsCallsTests
{
    private static readonly string Name = new('a', 240);

    public static TheoryData<string, string> Paths => new()
    {
        { @"C:\peers.db", @"C:\peers.db" },
        { @"\\server\share\peers.db", @"\\server\share\peers.db" },
        { $@"C:\{Name}\peers.db", $@"\\?\C:\{Name}\peers.db" },
        { $@"\\server\share\{Name}\peers.db", $@"\\?\UNC\server\share\{Name}\peers.db" },
        { $@"\\?\C:\{Name}\peers.db", $@"\\?\C:\{Name}\peers.db" },
        { $@"\\?\UNC\server\share\{Name}\peers.db", $@"\\?\UNC\server\share\{Name}\peers.db" },
    };

    [Theory, MemberData(nameof(Paths))]
    public void Extend_AnyPath_CanBeLong(string path, string extended) => WindowsCalls.Extend(path).Should().Be(extended);
}
