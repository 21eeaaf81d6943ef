namespace PeerPersistence.Tests.Protection.Providers;

public sealed class SystemdCredentialProviderTests : IDisposable
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("peers-").FullName;

    private string Credential => Path.Combine(_folder, "peers.key");

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Wrap_ThirtyTwoBytes_OpensAgainAndLeavesTheFileAsItIs()
    {
        await File.WriteAllBytesAsync(Credential, Key);

        var wrapped = await Provider().WrapAsync(Key, default);

        (await Provider().UnwrapAsync(wrapped, default)).Should().Equal(Key);
        (await File.ReadAllBytesAsync(Credential)).Should().Equal(Key);
        System.IO.Directory.GetFileSystemEntries(_folder).Should().ContainSingle();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)] // an editor's line feed
    [InlineData(45)] // base64 of a key
    [InlineData(100_000)]
    public async Task AnyCall_OtherLength_IsRefused(int length)
    {
        await File.WriteAllBytesAsync(Credential, [.. Enumerable.Range(0, length).Select(i => (byte)i)]);

        await RefusesAsync(Provider(), "*32 bytes*");
    }

    [Fact]
    public async Task AnyCall_AllBytesAlike_IsRefused()
    {
        await File.WriteAllBytesAsync(Credential, new byte[32]);

        await RefusesAsync(Provider(), "*alike*");
    }

    [Fact]
    public async Task AnyCall_NoCredentialOrNoFolder_SaysSoAndMakesNone()
    {
        await RefusesAsync(Provider(), "*'peers.key'*cannot be read*");
        foreach (var folder in (string?[])[null, ""])
            await RefusesAsync(new SystemdCredentialProvider("peers.key", () => folder), "*LoadCredentialEncrypted=peers.key*");
        System.IO.Directory.GetFileSystemEntries(_folder).Should().BeEmpty();
    }

    [Fact]
    public async Task AnyCall_AFolderHasTheName_IsRefused()
    {
        System.IO.Directory.CreateDirectory(Credential);

        await RefusesAsync(Provider(), "*'peers.key'*");
    }

    [Fact, Trait("Unix", "")]
    public async Task AnyCall_WritableByOthers_IsRefused()
    {
        await File.WriteAllBytesAsync(Credential, Key);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Credential, UnixFileMode.UserRead | UnixFileMode.GroupWrite);

        await RefusesAsync(Provider(), "*'peers.key'*nobody else must be able to write*");
    }

    /// <summary>The folder is read-only where systemd made it.</summary>
    [Fact, Trait("Unix", "")]
    public async Task Wrap_ReadableByTheGroup_LeavesTheRightsAsTheyAre()
    {
        const UnixFileMode rights = UnixFileMode.UserRead | UnixFileMode.GroupRead;
        await File.WriteAllBytesAsync(Credential, Key);
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(Credential, rights);

        await Provider().WrapAsync(Key, default);

        File.GetUnixFileMode(Credential).Should().Be(rights);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../peers.key")]
    [InlineData("/etc/passwd")]
    [InlineData("C:peers.key")]
    [InlineData("a\0b")]
    public void Create_NoNameOfAFile_IsRefused(string credential)
    {
        FluentActions.Invoking(() => new SystemdCredentialProvider(credential)).Should().Throw<ArgumentException>().WithParameterName(nameof(credential));
    }

    private SystemdCredentialProvider Provider() => new("peers.key", () => _folder);

    private static async Task RefusesAsync(SystemdCredentialProvider provider, string message)
    {
        foreach (var call in (Func<ValueTask<byte[]>>[])[() => provider.WrapAsync(Key, default), () => provider.UnwrapAsync(new byte[100], default)])
            await FluentActions.Awaiting(async () => await call()).Should().ThrowAsync<SecretUnavailableException>().WithMessage(message);
    }
}
