using System.Reflection;
using System.Runtime.CompilerServices;

namespace PeerPersistence.Tests;

public sealed class RecordsAheadTests
{
    [Fact]
    public async Task Read_StoreScannedEachTime_KeepsNothingOfTheScansBefore()
    {
        await using var setup = new Setup(store: new PlainStore(new InMemoryKeyValueStore()));
        await setup.Service.StorePeerAsync(setup.Friend("ahead"));
        setup.Time.SetUtcNow(setup.Now.AddDays(-1));
        using var mirror = new StoreMirror(setup.Store, new("mesh:"), setup.Time);

        List<WeakReference> before = [];
        for (var i = 0; i < 5; i++)
            before.Add(await ReadAsync(mirror));

        await ReadAsync(mirror);
        GC.Collect();
        before.Where(each => each.IsAlive).Should().BeEmpty();
    }

    // A method of its own, so that the test holds no directory itself.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> ReadAsync(StoreMirror mirror)
    {
        await mirror.ReadAsync(CancellationToken.None);
        return new(typeof(PeerDirectory).GetField("_ahead", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(mirror.Directory)!);
    }
}
