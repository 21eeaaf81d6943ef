namespace PeerPersistence.Tests.Storage.Files;

public sealed class CommitQueueTests
{
    private readonly CommitQueue _queue;
    private List<PendingCommit> _taken = [];
    private int _writers;

    public CommitQueueTests() => _queue = new(() => _writers++);

    [Fact]
    public void Take_NothingLeft_TheWriterLeavesAndTheNextCommitStartsAnother()
    {
        _writers.Should().Be(0, "nothing was committed yet");
        Add();
        Add();
        Take().Should().Be(WriterTurn.Work);
        _taken.Should().HaveCount(2);
        Take().Should().Be(WriterTurn.Leave);
        _writers.Should().Be(1);

        Add();

        _writers.Should().Be(2);
        Take().Should().Be(WriterTurn.Work);
        Take().Should().Be(WriterTurn.Leave);
    }

    [Fact]
    public void TryLeave_NothingWaits_TheNextCommitStartsAnother()
    {
        Add();
        Take();
        _queue.HasNoWriter.Should().BeFalse();

        _queue.TryLeave().Should().BeTrue();

        _queue.HasNoWriter.Should().BeTrue();
        Add();
        _writers.Should().Be(2);
    }

    [Fact]
    public void TryLeave_WorkWaits_Stays()
    {
        Add();
        Take();
        Add();
        _queue.TryLeave().Should().BeFalse();
        Take().Should().Be(WriterTurn.Work);
        _ = _queue.RunBetweenWritesAsync(() => { });
        _queue.TryLeave().Should().BeFalse();
        Take().Should().Be(WriterTurn.Work);
        _queue.Close(() => true).Should().BeTrue("a writer is there");
        _queue.TryLeave().Should().BeFalse("the file is not finished");

        Take().Should().Be(WriterTurn.End);
        _writers.Should().Be(1);
    }

    [Fact]
    public void Close_WithoutAWriter_StartsOneToFinish()
    {
        _queue.Close(() => false).Should().BeTrue();

        _writers.Should().Be(1);
        Take().Should().Be(WriterTurn.End);
        _queue.TryAdd(new(new KeyValueBatch())).Should().BeFalse();
        _writers.Should().Be(1);
    }

    [Fact]
    public void Close_NothingToFinish_StartsNone()
    {
        _queue.Close(() => true).Should().BeFalse();

        _queue.TryAdd(new(new KeyValueBatch())).Should().BeFalse();
        _writers.Should().Be(0);
    }

    [Fact]
    public void Close_WithWorkLeft_IsDoneFirst()
    {
        Add();
        _queue.Close(() => true).Should().BeTrue();

        Take().Should().Be(WriterTurn.Work);
        Take().Should().Be(WriterTurn.End);
        _writers.Should().Be(1);
    }

    [Fact]
    public async Task RunBetweenWrites_WithoutAWriter_StartsOne()
    {
        var done = _queue.RunBetweenWritesAsync(() => { });

        _queue.Take(ref _taken, 0, out var errand).Should().Be(WriterTurn.Work);
        errand!();
        await done;
        _writers.Should().Be(1);
    }

    [Fact]
    public void TryAdd_NoThreadToBeHad_AcceptsNothing()
    {
        var isOut = true;
        var queue = new CommitQueue(() => _ = isOut ? throw new InvalidOperationException() : 0);
        queue.Invoking(q => q.TryAdd(new(new KeyValueBatch()))).Should().Throw<InvalidOperationException>();
        isOut = false;

        queue.TryAdd(new(new KeyValueBatch())).Should().BeTrue();

        queue.Take(ref _taken, 0, out _);
        _taken.Should().HaveCount(1);
    }

    private void Add() => _queue.TryAdd(new(new KeyValueBatch())).Should().BeTrue();

    private WriterTurn Take()
    {
        _taken.Clear();
        return _queue.Take(ref _taken, 0, out _);
    }
}
