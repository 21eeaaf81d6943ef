using System.Runtime.InteropServices;

namespace PeerPersistence.Tests.Storage.Files;

/// <summary>Who commits while nobody else does continues on the thread that wrote, which is the writer no more then.</summary>
/// <remarks>How many threads are lent at once is counted for all stores of the process.</remarks>
[Collection(nameof(RunsAlone))]
public sealed class LoneCommitTests : IDisposable
{
    private const int Tries = 1_000;

    private readonly TempFolder _folder = new();
    private readonly ManualResetEventSlim _end = new();

    public void Dispose()
    {
        _end.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task CommitAsync_Alone_ContinuesWithoutThePool()
    {
        await using var store = await FileKeyValueStore.OpenAsync(_folder.StorePath);

        (await ContinueOnAWriterAsync(store, () => true)).Should().BeTrue();
    }

    [Fact]
    public async Task CommitAsync_CallersNeverEnd_OthersCommitAndTheStoreCloses()
    {
        var store = await FileKeyValueStore.OpenAsync(_folder.StorePath);
        var (callers, blocked) = (new List<Task<bool>>(), 0);
        for (var i = 1; i <= Environment.ProcessorCount; i++)
        {
            var expected = i;
            callers.Add(ContinueOnAWriterAsync(store, () =>
            {
                Interlocked.Increment(ref blocked);
                _end.Wait();
                return true;
            }));
            await Eventually.Until(() => blocked == expected);
        }

        (await Task.Run(() => IsOnAWriterAfterAsync(store, CancellationToken.None))).Should().BeFalse("the pool limits the threads of callers that block");
        await store.DisposeAsync();

        callers.Should().OnlyContain(caller => !caller.IsCompleted);
        _end.Set();
        (await Task.WhenAll(callers)).Should().NotContain(false);
    }

    [Fact]
    public async Task CommitAsync_CallerNeverEnds_HoldsNothingOfWhatItCommitted()
    {
        await using var store = await FileKeyValueStore.OpenAsync(_folder.StorePath);
        var held = new TaskCompletionSource<WeakReference>(TaskCreationOptions.RunContinuationsAsynchronously);
        var caller = Task.Run(async () =>
        {
            for (var i = 0; i < Tries; i++)
            {
                var (commit, bytes) = Commit(store);
                await commit;
                if (!Thread.CurrentThread.IsThreadPoolThread)
                {
                    held.SetResult(bytes);
                    _end.Wait();
                    return;
                }

                await Task.Yield();
            }
        });

        await Task.WhenAny(held.Task, caller);
        GC.Collect();

        var isHeld = held.Task is { IsCompleted: true, Result.IsAlive: true };
        _end.Set();
        await caller;

        held.Task.IsCompleted.Should().BeTrue();
        isHeld.Should().BeFalse();
    }

    [Fact]
    public async Task CommitAsync_OneCommitAfterTheOther_NoneStartsInsideTheFormer()
    {
        await using var store = await FileKeyValueStore.OpenAsync(_folder.StorePath, new() { Durability = Durability.Buffered });

        await Task.Run(async () =>
        {
            for (var i = 0; i < 20_000; i++)
                await store.CommitAsync(new KeyValueBatch().Set("a", new byte[1]));
        });
    }

    [Fact]
    public async Task CommitAsync_CanBeCancelled_ContinuesOnThePool()
    {
        await using var store = await FileKeyValueStore.OpenAsync(_folder.StorePath);
        using var cancellation = new CancellationTokenSource();

        for (var i = 0; i < 100; i++)
            (await Task.Run(() => IsOnAWriterAfterAsync(store, cancellation.Token))).Should().BeFalse("whoever cancels must not run what waits");
    }

    [Fact]
    public async Task CommitAsync_SeveralAtOnce_AllAreTold()
    {
        await using var store = await FileKeyValueStore.OpenAsync(_folder.StorePath);
        for (var i = 0; i < Tries; i++)
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => IsOnAWriterAfterAsync(store, CancellationToken.None))));
    }

    /// <summary>A commit may be done before anybody waits for it. Then its caller just goes on, and it is tried again.</summary>
    private static Task<bool> ContinueOnAWriterAsync(FileKeyValueStore store, Func<bool> then) => Task.Run(async () =>
    {
        for (var i = 0; i < Tries; i++)
        {
            if (await IsOnAWriterAfterAsync(store, CancellationToken.None))
                return then();
            await Task.Yield();
        }

        return false;
    });

    private static (Task Commit, WeakReference Bytes) Commit(FileKeyValueStore store)
    {
        var batch = new KeyValueBatch().Set("a", new byte[1000]);
        MemoryMarshal.TryGetArray(batch.Changes["a"]!.Value, out var bytes).Should().BeTrue();
        return (store.CommitAsync(batch).AsTask(), new(bytes.Array));
    }

    private static async Task<bool> IsOnAWriterAfterAsync(FileKeyValueStore store, CancellationToken cancellationToken)
    {
        await store.CommitAsync(new KeyValueBatch().Set("a", new byte[1]), cancellationToken);
        return !Thread.CurrentThread.IsThreadPoolThread;
    }
}
