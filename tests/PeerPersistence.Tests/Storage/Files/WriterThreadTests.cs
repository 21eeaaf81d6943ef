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
        var (isNew, areBackground) = (true, true);

        // One that has just ended its work may not be free yet when the next comes.
        for (var i = 0; isNew && i < 1_000; i++)
            await Start(() =>
            {
                isNew = threads.Add(Thread.CurrentThread);
                areBackground &= Thread.CurrentThread.IsBackground; // Asked later it may have ended, and would not say.
            });

        (isNew, areBackground).Should().Be((false, true));
    }

    [Fact]
    public async Task Run_FromAContext_DoesNotKeepIt()
    {
        var local = new AsyncLocal<string> { Value = "mine" };
        var seen = "";

        await Start(() => seen = local.Value);

        seen.Should().BeNull();
    }

    [Fact]
    public async Task Lend_ContextsAreLeftBehind_TheThreadHasNoneOfThem()
    {
        var local = new AsyncLocal<string>();
        var (context, isBackground, seen) = (SynchronizationContext.Current, false, "");

        await Start(() =>
        {
            WriterThread.Lend(() =>
            {
                SynchronizationContext.SetSynchronizationContext(new());
                (local.Value, Thread.CurrentThread.IsBackground) = ("theirs", false);
            });
            (context, isBackground, seen) = (SynchronizationContext.Current, Thread.CurrentThread.IsBackground, local.Value);
        });

        context.Should().BeNull();
        isBackground.Should().BeTrue();
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
