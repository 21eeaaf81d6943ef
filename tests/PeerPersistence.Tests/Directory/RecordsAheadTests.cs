using System.Reflection;
using System.Runtime.CompilerServices;

namespace PeerPersistence.Tests;

public sealed class RecordsAheadTests
{
    [Fact]
    public async Task Query_StoreScannedEachTime_KeepsNothingOfTheScansBefore()
    {
        await using var setup = new Setup(store: new PlainStore(new InMemoryKeyValueStore()));
        await setup.Service.StorePeerAsync(setup.Friend("ahead"));
        setup.Time.SetUtcNow(setup.Now.AddDays(-1));

        List<WeakReference> before = [];
        for (var i = 0; i < 5; i++)
        {
            await setup.Service.QueryPeersAsync();
            before.Add(Ahead(setup.Service));
        }

        await setup.Service.QueryPeersAsync();
        GC.Collect();
        before.Where(each => each.IsAlive).Should().BeEmpty();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Ahead(IPeerPersistenceService service)
    {
        var mirror = (StoreMirror)Field(service, "_mirror");
        return new(Field(mirror.Directory, "_ahead"));
    }

    private static object Field(
        object owner, string name) => owner.GetType().GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(owner)!;
}
