using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using PeerPersistence.Benchmarks.Storage;

namespace PeerPersistence.Benchmarks.Identities;

/// <summary>A file an identity.</summary>
internal sealed class FileBackend : IIdentityBackend
{
    private readonly TemporaryFolder _folder = new();

    public string Name => "files";

    public void Use(IPeerPersistenceFactoryBuilder builder) => builder.UseFileStores(_folder.Path);

    public Task<string> DescribeUseAsync(int identities)
    {
        var files = new DirectoryInfo(_folder.Path).GetFiles();
        return Task.FromResult(string.Create(
            CultureInfo.InvariantCulture,
            $"{files.Length:#,0} files; {files.Sum(file => file.Length) / identities:#,0} bytes an identity, {DiskUse.Of(_folder.Path) / identities:#,0} in blocks of 4 KiB"));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return default;
    }
}
