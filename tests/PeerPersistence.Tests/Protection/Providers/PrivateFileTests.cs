namespace PeerPersistence.Tests.Protection.Providers;

public sealed class PrivateFileTests : IDisposable
{
    private const string OtherDevice = "/dev/shm";

    private readonly string _root = Directory.CreateTempSubdirectory("pp-private-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task TryCreateAsync_ThereAlready_LeavesItAndSaysSo()
    {
        var path = Path.Combine(_root, "a.key");

        (await CreateAsync(path, 1)).Should().BeTrue();
        (await CreateAsync(path, 2)).Should().BeFalse();

        File.ReadAllBytes(path).Should().Equal(1);
        Directory.GetFiles(_root).Should().Equal(path);
    }

    private static Task<bool> CreateAsync(string path, byte content) =>
        PrivateFile.TryCreateAsync(PhysicalFileSystem.Instance, path, new[] { content }, TimeProvider.System, BoundedRename.Patience, CancellationToken.None);

    [OtherDeviceFact]
    public void TryName_WhereNoLinkIsPossible_MovesAndNeverOverAnother()
    {
        var elsewhere = Path.Combine(OtherDevice, Guid.NewGuid().ToString("N"));
        var path = Path.Combine(_root, "a.key");

        File.WriteAllBytes(elsewhere, [1]);
        PhysicalFileSystem.Instance.TryName(elsewhere, path).Should().BeTrue();
        File.Exists(elsewhere).Should().BeFalse();
        File.WriteAllBytes(elsewhere, [2]);
        PhysicalFileSystem.Instance.TryName(elsewhere, path).Should().BeFalse();
        File.Delete(elsewhere);

        File.ReadAllBytes(path).Should().Equal(1);
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class OtherDeviceFactAttribute : FactAttribute
    {
        public OtherDeviceFactAttribute() => Skip = Directory.Exists(OtherDevice) ? null : "Needs a second device.";
    }
}
