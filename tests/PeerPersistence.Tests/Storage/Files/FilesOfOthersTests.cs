using static PeerPersistence.Tests.UnixFiles;

namespace PeerPersistence.Tests.Storage.Files;

/// <summary>A store that others could have written is refused, as ssh does; one of ours is not left open to them.</summary>
public sealed class FilesOfOthersTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    private string Store => _folder.StorePath;

    public async Task InitializeAsync()
    {
        await using var store = await FileKeyValueStore.OpenAsync(Store);
        await store.SetTextAsync("a", "1");
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [UnixTheory]
    [InlineData(UnixFileMode.GroupWrite), InlineData(UnixFileMode.OtherWrite)]
    public async Task OpenAsync_WritableByOthers_IsRefusedAndLeftAsItIs(UnixFileMode others)
    {
        SetMode(Store, Private | others);
        var before = await File.ReadAllBytesAsync(Store);

        foreach (var isReadOnly in new[] { false, true })
            await ShouldBeRefusedAsync(new() { ReadOnly = isReadOnly });

        ModeOf(Store).Should().Be(Private | others);
        (await File.ReadAllBytesAsync(Store)).Should().Equal(before);
    }

    /// <summary>Whose it is is asked first: nothing is read of what others could have written.</summary>
    [UnixFact]
    public async Task OpenAsync_WritableByOthersAndNoStore_IsRefusedForItsRights()
    {
        await File.WriteAllTextAsync(Store, "no store at all, but of the same length as one or longer: " + new string('x', 10_000));
        SetMode(Store, Private | UnixFileMode.OtherWrite);

        foreach (var isReadOnly in new[] { false, true })
            await ShouldBeRefusedAsync(new() { ReadOnly = isReadOnly });
    }

    [RootFact]
    public async Task OpenAsync_OfAnotherUser_IsRefused()
    {
        Give(Store, Another);

        foreach (var isReadOnly in new[] { false, true })
            (await ShouldBeRefusedAsync(new() { ReadOnly = isReadOnly })).WithMessage($"*belongs to user {Another}*");
    }

    [RootFact]
    public async Task OpenAsync_LinkToAFileOfAnotherUser_IsJudgedByTheFile()
    {
        var (link, linkOfAnother) = (_folder.Combine("link.db"), _folder.Combine("other.db"));
        File.CreateSymbolicLink(linkOfAnother, Store);
        GiveLink(linkOfAnother, Another);
        await using (var store = await FileKeyValueStore.OpenAsync(linkOfAnother))
            (await store.GetTextAsync("a")).Should().Be("1");

        Give(Store, Another);
        File.CreateSymbolicLink(link, Store);
        await FluentActions.Awaiting(() => FileKeyValueStore.OpenAsync(link)).Should().ThrowAsync<PeerPersistenceException>();
    }

    [RootFact]
    public async Task OpenAsync_SharedFileAllowed_OpensWhatIsAndLeavesItsRights()
    {
        const UnixFileMode shared = Private | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        SetMode(Store, shared);
        Give(Store, Another);

        await using var store = await FileKeyValueStore.OpenAsync(Store, new() { AllowSharedFile = true });

        (await store.GetTextAsync("a")).Should().Be("1");
        ModeOf(Store).Should().Be(shared);
    }

    [UnixFact]
    public async Task OpenAsync_OursAndReadableByOthers_IsMadePrivate()
    {
        SetMode(Store, Readable);
        await using (var look = await FileKeyValueStore.OpenAsync(Store, new() { ReadOnly = true }))
            ModeOf(Store).Should().Be(Readable, "who only looks changes nothing");

        await using var store = await FileKeyValueStore.OpenAsync(Store);

        (await store.GetTextAsync("a")).Should().Be("1");
        ModeOf(Store).Should().Be(Private);
    }

    [Theory]
    [InlineData(0u, 0x81A4u, true)] // root's, 644
    [InlineData(0u, 0x8120u, true)] // root's, 440: a secret of Kubernetes with a group
    [InlineData(0u, 0x81B4u, false)] // root's, 664
    [InlineData(1000u, 0x8180u, true)] // ours, 600
    [InlineData(1000u, 0x81A4u, true)] // ours, 644: made private
    [InlineData(1000u, 0x81B6u, false)] // ours, 666
    [InlineData(1001u, 0x8180u, false)] // another's, 600
    [InlineData(1001u, 0x81A4u, false)] // another's, 644
    public void Verify_OwnerAndRights_AreJudgedAsSshDoes(uint owner, uint mode, bool isTrusted)
    {
        var verify = () => UnixTrust.Verify(new FileRights(owner, mode), "peers.key", user: 1000);

        if (isTrusted)
            verify.Should().NotThrow();
        else
            verify.Should().Throw<UnauthorizedAccessException>().WithMessage("*'peers.key'*chmod 600*AllowSharedFile*");
    }

    private static void GiveLink(string link, uint user)
    {
        using var chown = System.Diagnostics.Process.Start("chown", ["-h", $"{user}", link]);
        chown.WaitForExit();
        chown.ExitCode.Should().Be(0);
    }

    private async Task<FluentAssertions.Specialized.ExceptionAssertions<PeerPersistenceException>> ShouldBeRefusedAsync(FileStoreOptions options) =>
        (await FluentActions.Awaiting(() => FileKeyValueStore.OpenAsync(Store, options)).Should().ThrowAsync<PeerPersistenceException>())
            .WithMessage($"*'{Store}'*chmod 600*AllowSharedFile*left as it is*");
}
