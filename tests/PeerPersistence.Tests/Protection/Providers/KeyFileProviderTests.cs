using Xunit.Abstractions;

namespace PeerPersistence.Tests.Protection.Providers;

public sealed class KeyFileProviderTests(ITestOutputHelper output) : IDisposable
{
    private static readonly byte[] DataKey = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] Bound = [1, 2, 3];

    private readonly string _root = Directory.CreateTempSubdirectory("pp-keys-").FullName;

    private string KeyPath => Path.Combine(_root, "a", "b", "test.key");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Wrap_NoFileYet_MakesOneThatOnlyTheUserReads()
    {
        var wrapped = await new KeyFileProvider(KeyPath).WrapAsync(DataKey, Bound);

        (await new KeyFileProvider(KeyPath).UnwrapAsync(wrapped, Bound)).Should().Equal(DataKey);
        File.ReadAllBytes(KeyPath).Should().HaveCount(40);
        Directory.GetFiles(Path.GetDirectoryName(KeyPath)!).Should().Equal(KeyPath);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(KeyPath).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            const UnixFileMode userOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            File.GetUnixFileMode(Path.Combine(_root, "a")).Should().Be(userOnly);
            File.GetUnixFileMode(Path.Combine(_root, "a", "b")).Should().Be(userOnly);
        }
    }

    [Fact]
    public async Task Wrap_ManyAtOnce_EndsWithOneKey()
    {
        var wrapped = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(
            async () => await new KeyFileProvider(KeyPath).WrapAsync(DataKey, Bound))));

        foreach (var one in wrapped)
            (await new KeyFileProvider(KeyPath).UnwrapAsync(one, Bound)).Should().Equal(DataKey);
        Directory.GetFiles(Path.GetDirectoryName(KeyPath)!).Should().Equal(KeyPath);
    }

    [Fact]
    public async Task Unwrap_FileGone_ThrowsAndMakesNone()
    {
        var provider = new KeyFileProvider(KeyPath);
        var wrapped = await provider.WrapAsync(DataKey, Bound);
        File.Delete(KeyPath);

        var unwrap = async () => await provider.UnwrapAsync(wrapped, Bound);

        (await unwrap.Should().ThrowAsync<SecretUnavailableException>()).WithMessage("*missing*");
        File.Exists(KeyPath).Should().BeFalse();
    }

    [Fact]
    public async Task Unwrap_AnotherKey_Throws()
    {
        var wrapped = await new KeyFileProvider(KeyPath).WrapAsync(DataKey, Bound);
        var other = new KeyFileProvider(KeyPath + "2");
        await other.WrapAsync(DataKey, Bound);

        var unwrap = async () => await other.UnwrapAsync(wrapped, Bound);

        (await unwrap.Should().ThrowAsync<SecretUnavailableException>()).WithMessage("*another key*");
    }

    [Fact]
    public async Task WrapAndUnwrap_DamagedFile_ThrowAndLeaveIt()
    {
        var provider = new KeyFileProvider(KeyPath);
        var wrapped = await provider.WrapAsync(DataKey, Bound);
        var good = File.ReadAllBytes(KeyPath);
        var refused = 0;

        foreach (var tampered in Tampering.BitFlips(good).Concat(Tampering.Truncations(good)).Append([.. good, 0]))
        {
            File.WriteAllBytes(KeyPath, tampered);
            await ((Func<Task>)(async () => await provider.UnwrapAsync(wrapped, Bound))).Should().ThrowAsync<SecretUnavailableException>();
            refused++;
        }

        File.WriteAllBytes(KeyPath, []);
        await ((Func<Task>)(async () => await provider.WrapAsync(DataKey, Bound))).Should().ThrowAsync<SecretUnavailableException>();
        File.ReadAllBytes(KeyPath).Should().BeEmpty();
        output.WriteLine($"{refused} tampered key files refused.");
    }

    [Theory]
    [InlineData(null), InlineData("")]
    public void Create_NoPath_NamesTheArgument(string? path)
    {
        var create = () => new KeyFileProvider(path!);

        create.Should().Throw<ArgumentException>().WithParameterName(nameof(path));
    }

    [Fact]
    public async Task Wrap_CancelledBefore_MakesNoFile()
    {
        var wrap = async () => await new KeyFileProvider(KeyPath).WrapAsync(DataKey, Bound, new CancellationToken(canceled: true));

        await wrap.Should().ThrowAsync<OperationCanceledException>();
        File.Exists(KeyPath).Should().BeFalse();
    }

    [Fact]
    public async Task Wrap_FolderThatCannotBeMade_Throws()
    {
        var provider = new KeyFileProvider(Path.Combine(_root, "file", "test.key"));
        File.WriteAllText(Path.Combine(_root, "file"), "in the way");

        var wrap = async () => await provider.WrapAsync(DataKey, Bound);

        await wrap.Should().ThrowAsync<SecretUnavailableException>();
    }
}
