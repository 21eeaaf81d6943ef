using Microsoft.Extensions.DependencyInjection;
using static PeerPersistence.Tests.UnixFiles;

namespace PeerPersistence.Tests.Protection.Providers;

/// <summary>A key that others could have written seals nothing and opens nothing; a key of ours is not left open to them.</summary>
public sealed class KeyFilesOfOthersTests : IAsyncLifetime
{
    private static readonly byte[] s_dataKey = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] s_bound = [1, 2, 3];

    private readonly string _folder = Directory.CreateTempSubdirectory("pp-keys-").FullName;
    private byte[] _wrapped = [];

    private string Key => Path.Combine(_folder, "peers.key");

    public async Task InitializeAsync() => _wrapped = await new KeyFileProvider(Key).WrapAsync(s_dataKey, s_bound);

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [UnixTheory]
    [InlineData(UnixFileMode.GroupWrite), InlineData(UnixFileMode.OtherWrite)]
    public async Task KeyFile_WritableByOthers_IsRefused(UnixFileMode others)
    {
        SetMode(Key, Private | others);

        await ShouldBeRefusedAsync(Key);
        (await UnwrapAsync(new(Key, allowSharedFile: true))).Should().Equal(s_dataKey);
        ModeOf(Key).Should().Be(Private | others);
    }

    [RootFact]
    public async Task KeyFile_OfAnotherUser_IsRefused()
    {
        Give(Key, Another);

        await ShouldBeRefusedAsync(Key);
        (await UnwrapAsync(new(Key, allowSharedFile: true))).Should().Equal(s_dataKey);
    }

    [UnixFact]
    public async Task KeyFile_OursAndReadableByOthers_IsMadePrivate()
    {
        SetMode(Key, Readable);

        (await UnwrapAsync(new(Key))).Should().Equal(s_dataKey);

        ModeOf(Key).Should().Be(Private);
    }

    /// <summary>As Kubernetes mounts a secret: links to a folder that is replaced whole, the file root's, readable by a group.</summary>
    [RootFact]
    public async Task KeyFile_MountedAsASecret_Opens()
    {
        var mount = Directory.CreateDirectory(Path.Combine(_folder, "mount")).FullName;
        var version = Directory.CreateDirectory(Path.Combine(mount, "..2026_11_29")).FullName;
        File.Copy(Key, Path.Combine(version, "peers.key"));
        SetMode(Path.Combine(version, "peers.key"), UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Directory.CreateSymbolicLink(Path.Combine(mount, "..data"), "..2026_11_29");
        File.CreateSymbolicLink(Path.Combine(mount, "peers.key"), Path.Combine("..data", "peers.key"));

        (await UnwrapAsync(new(Path.Combine(mount, "peers.key")))).Should().Equal(s_dataKey);

        Give(Path.Combine(version, "peers.key"), Another);
        await ShouldBeRefusedAsync(Path.Combine(mount, "peers.key"));
    }

    [RootFact]
    public async Task UseKeyFile_SharedFileAllowed_OpensIt()
    {
        Give(Key, Another);
        foreach (var isAllowed in new[] { false, true })
        {
            var services = new ServiceCollection();
            services.AddPeerPersistence().UseInMemoryStore().UseKeyFile(Key, isAllowed);
            await using var provider = services.BuildServiceProvider();
            var store = () => provider.GetRequiredService<IPeerPersistenceService>().StorePeerAsync(new() { PeerId = "a", SharedSecret = "s" });
            if (isAllowed)
                await store.Should().NotThrowAsync();
            else
                await store.Should().ThrowAsync<SecretUnavailableException>();
        }
    }

    private async Task<byte[]> UnwrapAsync(KeyFileProvider provider) => await provider.UnwrapAsync(_wrapped, s_bound);

    private async Task ShouldBeRefusedAsync(string path)
    {
        var provider = new KeyFileProvider(path);
        foreach (var use in new Func<Task>[] { () => UnwrapAsync(provider), async () => await provider.WrapAsync(s_dataKey, s_bound) })
            (await use.Should().ThrowAsync<SecretUnavailableException>()).WithMessage("*chmod 600*AllowSharedFile*");
    }
}
