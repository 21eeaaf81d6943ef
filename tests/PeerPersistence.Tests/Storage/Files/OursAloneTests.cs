namespace PeerPersistence.Tests.Storage.Files;

/// <summary>A file may be cut once nobody else can read it. The netstandard2.1 build opens each file twice, and never says so.</summary>
public sealed class OursAloneTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public void IsOursAlone_NamedOrOpenElsewhere_IsFalse()
    {
        var files = PhysicalFileSystem.Instance;
        File.WriteAllText(_folder.StorePath, "something");
        using var file = files.Open(_folder.StorePath, FileAccess.ReadWrite);
        file.TryLock().Should().BeTrue();
        file.IsOursAlone.Should().BeFalse("it has a name");
        using (files.Open(_folder.StorePath, FileAccess.Read))
        {
            files.Delete(_folder.StorePath);
            file.IsOursAlone.Should().BeFalse("it is open elsewhere");
        }

        file.IsOursAlone.Should().Be(OperatingSystem.IsLinux());
    }
}
