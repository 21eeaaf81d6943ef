namespace PeerPersistence.Tests.Storage.Files;

/// <summary>The heap is everybody's.</summary>
[Collection(nameof(RunsAlone))]
public sealed class UnmovedKeysTests
{
    private const int PinnedObjects = 4;

    [Fact, Trait("Large", "")]
    public void Set_ManyKeys_CollectionsDoNotCopyThem() =>
        PinnedBytesOf(keys: 300_000).Should().BeGreaterThan(6_000_000, "all but the first pieces of the places, and of the keys");

    [Fact]
    public void Set_KeysOfAPhoneAndMore_MayBeMovedWhereMemoryIsShort() =>
        PinnedBytesOf(keys: 60_000).Should().BeLessThan(500_000);

    private static long PinnedBytesOf(int keys)
    {
        var before = PinnedBytes();
        var table = new KeyTable();
        for (var i = 0; i < keys; i++)
            table.Set($"a key of some length {i}", new(i, 1, 0));
        var pinned = PinnedBytes() - before;
        GC.KeepAlive(table);
        return pinned;
    }

    private static long PinnedBytes()
    {
        GC.Collect();
        return GC.GetGCMemoryInfo(GCKind.Any).GenerationInfo[PinnedObjects].SizeAfterBytes;
    }
}
