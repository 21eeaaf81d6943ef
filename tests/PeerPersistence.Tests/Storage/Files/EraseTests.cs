namespace PeerPersistence.Tests.Storage.Files;

public sealed class EraseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("peers-").FullName;

    private string Store => Path.Combine(_folder, "peers.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(".replaced")]
    [InlineData(".replaced.0123")]
    public async Task EraseAsync_FormerFileBesideIt_LeavesNothingToComeBack(string former)
    {
        await using (var store = new DeferredFileStore(Store, new()))
        {
            await store.CommitAsync(new KeyValueBatch().Set("k", new byte[] { 1 }));
            File.Copy(Store, Store + former);

            await store.EraseAsync();
        }

        File.Exists(Store + former).Should().BeFalse();
        await using var again = new DeferredFileStore(Store, new());
        (await again.GetAsync("k")).Should().BeNull();
    }
}
