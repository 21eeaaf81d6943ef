using System.Text;

namespace PeerPersistence.Cli.Tests.Stores;

public sealed class StoreCopyTests
{
    [Fact]
    public async Task Run_KilledAtAnyCommit_IsRepeatedToTheEnd()
    {
        var source = await ManyAsync(1000);
        for (var commits = 0; commits < 6; commits++)
        {
            var target = new InMemoryKeyValueStore();
            var dying = new Dying(target, commits);
            await FluentActions.Awaiting(() => StoreCopy.RunAsync(source, dying, null, default)).Should().ThrowAsync<IOException>();

            var (keys, resumed) = await StoreCopy.RunAsync(source, target, null, default);

            (keys, resumed).Should().Be((1000, commits > 0));
            (await ReadAsync(target)).Should().Equal(await ReadAsync(source));
        }
    }

    [Fact]
    public async Task Run_SomebodyElseWritesThere_IsNotCalledComplete()
    {
        var (source, target) = (await ManyAsync(3), new InMemoryKeyValueStore());
        var meddler = new Meddler(() => target.CommitAsync(new KeyValueBatch().Set("another", new byte[1])).AsTask().GetAwaiter().GetResult());

        await FluentActions.Awaiting(() => StoreCopy.RunAsync(source, target, meddler, default)).Should().ThrowAsync<ToolException>();

        (await target.GetAsync(StoreCopy.Mark)).Should().NotBeNull();
    }

    [Fact]
    public async Task Run_Progress_AddsUpToOne()
    {
        var sum = 0.0;

        await StoreCopy.RunAsync(await ManyAsync(1000), new InMemoryKeyValueStore(), new Adding(share => sum += share), default);

        sum.Should().BeApproximately(1, 1e-9);
    }

    private static async Task<InMemoryKeyValueStore> ManyAsync(int count)
    {
        var store = new InMemoryKeyValueStore();
        var batch = new KeyValueBatch();
        for (var i = 0; i < count; i++)
            batch.Set($"key {i} \ud800", Encoding.UTF8.GetBytes(new string('v', i % 7)));
        await store.CommitAsync(batch);
        return store;
    }

    private static async Task<Dictionary<string, string>> ReadAsync(InMemoryKeyValueStore store)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var (key, value) in store.ScanAsync(""))
            all[key] = Convert.ToHexString(value.Span);
        return all;
    }

    private sealed class Adding(Action<double> add) : IProgress<double>
    {
        public void Report(double value) => add(value);
    }

    private sealed class Meddler(Action meddle) : IProgress<double>
    {
        public void Report(double value) => meddle();
    }

    /// <summary>Fails after so many commits, as if the process had been killed.</summary>
    private sealed class Dying(IKeyValueStore inner, int commits) : IKeyValueStore
    {
        private int _left = commits;

        public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default) => inner.GetAsync(key, cancellationToken);

        public IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(string prefix, CancellationToken cancellationToken = default) =>
            inner.ScanAsync(prefix, cancellationToken);

        public ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default) =>
            _left-- > 0 ? inner.CommitAsync(batch, cancellationToken) : throw new IOException("killed");
    }
}
