using System.Collections.Concurrent;

namespace PeerPersistence.Tests;

/// <summary>Outcomes that cannot be recorded yet take bounded room, and what is worth most of them stays.</summary>
public sealed class UnrecordedOutcomesTests
{
    [Fact]
    public void Merge_MoreFailuresThanAreHeld_CostNoEndOfAConnection()
    {
        List<Outcome> waiting = [];
        Outcome.Merge(waiting, Of(OutcomeKind.Connected));
        Outcome.Merge(waiting, Of(OutcomeKind.Ended));
        for (var failure = 0; failure < 2 * Outcome.MostOfAPeer; failure++)
            Outcome.Merge(waiting, Of(OutcomeKind.Failed));

        waiting.Should().HaveCount(Outcome.MostOfAPeer);
        waiting.Take(3).Select(outcome => outcome.Kind).Should().Equal(OutcomeKind.Connected, OutcomeKind.Ended, OutcomeKind.Failed);
        waiting.Sum(outcome => outcome.Stands).Should().Be(2 + (2 * Outcome.MostOfAPeer));
        for (var connection = 0; connection < Outcome.MostOfAPeer; connection++)
            Outcome.Merge(waiting, Of(OutcomeKind.Ended));
        waiting.Should().HaveCount(Outcome.MostOfAPeer).And.OnlyContain(outcome => outcome.Kind == OutcomeKind.Ended);
        Outcome.Merge(waiting, Of(OutcomeKind.Failed));
        waiting.Should().HaveCount(Outcome.MostOfAPeer);

        static Outcome Of(OutcomeKind kind) => new("a", kind, () => Task.CompletedTask);
    }

    [Fact]
    public void Merge_FailuresBeforeASuccess_AreCountedOnByIt()
    {
        List<Outcome> waiting = [];
        foreach (var kind in new[] { OutcomeKind.Connected, OutcomeKind.Ended, OutcomeKind.Failed, OutcomeKind.Failed, OutcomeKind.Connected, OutcomeKind.Failed })
            Outcome.Merge(waiting, new("a", kind, () => Task.CompletedTask));

        waiting.Select(outcome => (outcome.Kind, outcome.Stands)).Should().Equal(
            (OutcomeKind.Connected, 1), (OutcomeKind.Ended, 1), (OutcomeKind.Connected, 3), (OutcomeKind.Failed, 1));
    }

    [Fact]
    public void Merge_TooMany_LeavesOutTheOldestAndCountsAll()
    {
        List<Outcome> waiting = [];
        for (var failure = 0; failure < 1000; failure++)
            Outcome.Merge(waiting, new("a", OutcomeKind.Failed, () => Task.CompletedTask));

        (waiting.Count, waiting.Sum(outcome => outcome.Stands)).Should().Be((Outcome.MostOfAPeer, 1000));
    }

    [Fact]
    public async Task Outcomes_OfMoreStrangersThanCanBeKept_AreBounded()
    {
        var outcomes = new UnrecordedOutcomes(() => { });
        var isFull = true;
        for (var caller = 0; caller < 20_000; caller++)
            outcomes.Add(new($"stranger {caller}", OutcomeKind.Connected, () => isFull ? throw new IOException() : Task.CompletedTask));

        outcomes.Count.Should().BeInRange(1, 10_001);
        isFull = false;
        await Eventually.Until(() =>
        {
            _ = outcomes.RecordAsync();
            return outcomes.Count == 0;
        });
    }

    [Fact]
    public async Task Outcomes_OfMoreCallersThanCanBeKept_CostNoneOfOurOwnCalls()
    {
        var outcomes = new UnrecordedOutcomes(() => { });
        var (isFull, recorded) = (true, new ConcurrentQueue<string>());
        foreach (var friend in (string[])["a", "b"])
            Add(friend, OutcomeKind.Connected, isInbound: false);
        for (var caller = 0; caller < 20_000; caller++)
            Add($"stranger {caller}", caller % 2 == 0 ? OutcomeKind.Connected : OutcomeKind.Ended, isInbound: true);
        Add("c", OutcomeKind.Failed, isInbound: false);

        isFull = false;
        await Eventually.Until(() =>
        {
            _ = outcomes.RecordAsync();
            return outcomes.Count == 0;
        });
        recorded.Should().Contain(["a", "b", "c"]).And.HaveCountLessThan(10_002);

        void Add(string peerId, OutcomeKind kind, bool isInbound) => outcomes.Add(new(peerId, kind, () =>
        {
            if (isFull)
                throw new IOException();
            recorded.Enqueue(peerId);
            return Task.CompletedTask;
        }, isInbound));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Outcomes_WhereOurOwnCallsTakeAllRoom_ThoseOfCallersFindNone(int callersBefore)
    {
        var outcomes = new UnrecordedOutcomes(() => { });
        var (isFull, recorded) = (true, new ConcurrentQueue<string>());
        for (var caller = 0; caller < callersBefore; caller++)
            Add($"early {caller}", isInbound: true);
        for (var friend = 0; friend < 10_000; friend++)
            Add($"friend {friend}", isInbound: false);
        for (var caller = 0; caller < 20; caller++)
            Add($"stranger {caller}", isInbound: true);
        Add("friend 7", isInbound: true);
        await outcomes.RecordAsync(); // The one that is being tried has lent its place.
        outcomes.Count.Should().Be(10_001, "what is counted waits, and comes to the store");

        isFull = false;
        await Eventually.Until(() =>
        {
            _ = outcomes.RecordAsync();
            return outcomes.Count == 0;
        });
        recorded.Should().HaveCount(10_001).And.OnlyContain(peerId => peerId.StartsWith("friend "));

        void Add(string peerId, bool isInbound) => outcomes.Add(new(peerId, OutcomeKind.Connected, () =>
        {
            if (isFull)
                throw new IOException();
            recorded.Enqueue(peerId);
            return Task.CompletedTask;
        }, isInbound));
    }
}
