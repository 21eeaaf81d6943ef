using System.Runtime.InteropServices;
using static PeerPersistence.Tests.Storage.Files.StoreHelpers;

namespace PeerPersistence.Tests.Storage.Files;

/// <summary>
/// A process that is being started has copies of all files that this one has open, until it runs. An app that starts a browser must be
/// able to close its store and to open it again meanwhile.
/// </summary>
public sealed class InheritedLockTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [UnixTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OpenAsync_AnotherHasTheClosedFileOpenStill_Opens(bool compacted)
    {
        var store = await FileKeyValueStore.OpenAsync(_folder.StorePath);
        await store.SetTextAsync("a", "1");
        if (compacted)
            await store.CompactAsync();
        var copies = CopiesOfOpenFiles();
        if (OperatingSystem.IsLinux())
            copies.Should().NotBeEmpty();
        await store.DisposeAsync();
        try
        {
            await using var again = await FileKeyValueStore.OpenAsync(_folder.StorePath);
            (await again.GetAsync("a")).Should().NotBeNull();
        }
        finally
        {
            foreach (var copy in copies)
                _ = Close(copy);
        }
    }

    /// <summary>Of this test's: they share the lock with the store's own, as those of a process that is being started do.</summary>
    private int[] CopiesOfOpenFiles() => [.. Enumerable.Range(0, 1024).Where(IsOurs).ToArray().Select(Duplicate)];

    private bool IsOurs(int file)
    {
        var link = new FileInfo($"/proc/self/fd/{file}");
        return link.LinkTarget is { } target && target.StartsWith(_folder.StorePath, StringComparison.Ordinal);
    }

    [DllImport("libc", EntryPoint = "dup")]
    private static extern int Duplicate(int file);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int file);
}
