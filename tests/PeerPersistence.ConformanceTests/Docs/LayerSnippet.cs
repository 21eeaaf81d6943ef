using PeerPersistence.ConformanceTests.Kit;

namespace PeerPersistence.ConformanceTests.Docs;

// docs:begin layer
public sealed class CommitTimes(IKeyValueStore inner, TimeProvider time, Action<TimeSpan> report) : DelegatingKeyValueStore(inner)
{
    public override async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        var began = time.GetTimestamp();
        var committed = await base.CommitAsync(batch, cancellationToken);
        report(time.GetElapsedTime(began));
        return committed;
    }
}
// docs:end

public sealed class LayerSnippetTests
{
    [Fact]
    public async Task Contract_BehindTheLayerOfThePage_IsKept()
    {
        var commits = 0;
        await StoreContract.RunAsync(new DecoratedUnderTest("commit times", store => new CommitTimes(store, TimeProvider.System, _ => Interlocked.Increment(ref commits))));
        commits.Should().BePositive();
    }
}
