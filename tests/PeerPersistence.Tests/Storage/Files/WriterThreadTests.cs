namespace PeerPersistence.Tests.Storage.Files;

public sealed class WriterThreadTests
{
    [Fact]
    public async Task Run_ManyThatBlock_AllRunAtOnce()
    {
        using var all = new CountdownEvent(40);
        var done = Enumerable.Range(0, 40).Select(_ => Start(() =>
        {
            all.Signal();
            all.Wait();
        })).ToList();

        await Task.WhenAll(done);
    }

    [Fact]
    public async Task Run_OneAfterTheOther_BorrowsAThreadThatIsThere()
    {
        var threads = new HashSet<Thread>();
        var isNew = true;

        // One that has just ended its work may not be free yet when the next comes.
        for (var i = 0; isNew && i < 1_000; i++)
            await Start(() => isNew = threads.Add(Thread.CurrentThread));

        isNew.Should().BeFalse();
        threads.Should().OnlyContain(thread => thread.IsBackground);
    }

    [Fact]
    public async Task Run_FromAContext_DoesNotKeepIt()
    {
        var local = new AsyncLocal<string> { Value = "mine" };
        var seen = "";

        await Start(() => seen = local.Value);

        seen.Should().BeNull();
    }

    private static Task Start(Action work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        WriterThread.Run(() =>
        {
            work();
            done.SetResult();
        });
        return done.Task;
    }
}
