using PeerPersistence.Testing;
using static PeerPersistence.Tests.SummaryScene;

namespace PeerPersistence.Tests;

/// <summary>Summaries are written so that the next opening is what the records say, and forget whom the store forgets.</summary>
public sealed class SummaryKeepingTests
{
    [Fact]
    public async Task Keep_WritingEndsAfterAnyCommit_TheNextOpeningIsWhatTheRecordsSay()
    {
        for (var commits = 0; commits < 6; commits++)
        {
            var store = new InMemoryKeyValueStore();
            await FillAsync(store);
            await using (var earlier = Serve(new Earlier(store)))
                await ChangeManyAsync(earlier);
            var left = commits;
            using (var mirror = new StoreMirror(new Ending(store, () => left-- > 0), Keys, new TestClock()))
            {
                await mirror.OpenAsync(default);
                await mirror.KeepSummariesAsync(default);
            }

            using var next = await OpenAsync(store);
            await ShouldBeOfTheRecordsAsync(next, store);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Keep_AnotherCommitsMeanwhile_TheNextOpeningIsWhatTheRecordsSay(bool removes)
    {
        var store = new InMemoryKeyValueStore();
        await FillAsync(store, keep: false);
        await using var earlier = Serve(new Earlier(store));
        var between = new Before(store)
        {
            Commit = () => removes ? earlier.RemovePeerAsync(Id(1)) : earlier.SetPinnedAsync(Id(1), true), IsOn = true,
        };
        using (var mirror = await OpenAsync(between))
            await mirror.KeepSummariesAsync(default);

        var watched = new RecordingKeyValueStore(store);
        using var next = await OpenAsync(watched);

        watched.Count(StoreCallKind.Scan).Should().Be(0);
        await ShouldBeOfTheRecordsAsync(next, store);
    }

    [Fact]
    public async Task Remove_Peer_LeavesNoTraceOfIt()
    {
        var store = new InMemoryKeyValueStore();
        await FillAsync(store);
        (await HoldsAsync(store, Id(5))).Should().BeTrue();
        await using var service = Serve(store);

        await service.RemovePeerAsync(Id(5));

        (await HoldsAsync(store, Id(5))).Should().BeFalse();
    }

    [Fact]
    public async Task Initialize_EarlierVersionRemovedAPeer_LeavesNoTraceOfIt()
    {
        var store = new InMemoryKeyValueStore();
        await FillAsync(store);
        await using (var earlier = Serve(new Earlier(store)))
            await earlier.RemovePeerAsync(Id(5));
        await using var service = Serve(store);

        await service.InitializeAsync();

        (await HoldsAsync(store, Id(5))).Should().BeFalse();
    }

    [Fact]
    public async Task Remove_SummariesAreWrittenMeanwhile_LeavesNoTraceOfIt()
    {
        var store = new InMemoryKeyValueStore();
        await FillAsync(store, keep: false);
        using var other = await OpenAsync(store);
        var between = new Before(store) { Commit = () => other.KeepSummariesAsync(default) };
        await using var service = Serve(new Earlier(between, hidesSummaries: false));
        await service.InitializeAsync();
        between.IsOn = true;

        await service.RemovePeerAsync(Id(5));

        (await SummaryKeysAsync(store)).Should().NotBeEmpty();
        (await HoldsAsync(store, Id(5))).Should().BeFalse();
    }

    [Fact]
    public async Task ClearAll_LeavesNoSummaries()
    {
        var store = new InMemoryKeyValueStore();
        await FillAsync(store);
        await using var service = Serve(store);

        await service.ClearAllAsync();

        (await SummaryKeysAsync(store)).Should().BeEmpty();
    }

    [Fact]
    public async Task Initialize_StoreWhoseTokensDoNotLast_WritesNoSummaries()
    {
        var store = new InMemoryKeyValueStore();
        await FillAsync(new Earlier(store, hidesSummaries: false));

        (await SummaryKeysAsync(store)).Should().BeEmpty();
    }

    /// <summary>Fails for good when it is told to.</summary>
    private sealed class Ending(IKeyValueStore inner, Func<bool> goesOn) : DelegatingKeyValueStore(inner)
    {
        public override ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default) =>
            goesOn() ? base.CommitAsync(batch, cancellationToken) : throw new StoreFullException("There must be room (was none).");
    }

    /// <summary>Lets something happen before its next commit.</summary>
    private sealed class Before(IKeyValueStore inner) : DelegatingKeyValueStore(inner)
    {
        public bool IsOn { get; set; }

        public required Func<Task> Commit { get; init; }

        public override async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
        {
            if (IsOn)
            {
                IsOn = false;
                await Commit();
            }

            return await base.CommitAsync(batch, cancellationToken);
        }
    }
}
