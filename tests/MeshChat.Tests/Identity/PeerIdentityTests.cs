namespace MeshChat.Tests.Identity;

public sealed class PeerIdentityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("meshchat-test-").FullName;

    private string File => Path.Combine(_folder, "identity.pfx");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void LoadOrCreate_SecondTime_IsTheSamePeer()
    {
        using var first = PeerIdentity.LoadOrCreate(File);
        using var second = PeerIdentity.LoadOrCreate(File);

        second.Id.Should().Be(first.Id);
        first.PublicKey.Verifies("hello", second.Sign("hello")).Should().BeTrue();
    }

    [Fact]
    public void LoadOrCreate_OnUnix_IsReadableForItsOwnerAlone()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var identity = PeerIdentity.LoadOrCreate(File);

        System.IO.File.GetUnixFileMode(File).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
