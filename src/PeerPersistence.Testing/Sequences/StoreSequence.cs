using static PeerPersistence.Testing.StoreProbe;

namespace PeerPersistence.Testing;

/// <summary>Operations drawn from a seed and made on a store, each answer compared with a model's.</summary>
public static class StoreSequence
{
    /// <summary>Runs one sequence in a place of its own.</summary>
    /// <param name="store">The kind of store to ask. One that is persistent is closed and opened on the way.</param>
    /// <param name="seed">The same seed gives the same operations.</param>
    /// <param name="operations">How many; at least 0. The default is 60.</param>
    /// <param name="cancellationToken">Stops the sequence.</param>
    /// <returns>A task that ends when every answer was right.</returns>
    /// <exception cref="ConformanceException">An answer was wrong; the message holds the seed and the operations up to there.</exception>
    public static async Task RunAsync(StoreUnderTest store, int seed, int operations = 60, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentOutOfRangeException.ThrowIfNegative(operations);
        var run = new CaseRun(store, "sequence", cancellationToken);
        try
        {
            await CompareAsync(run, seed, operations).ConfigureAwait(false);
        }
        finally
        {
            await run.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task CompareAsync(CaseRun run, int seed, int operations)
    {
        var generator = new OperationGenerator(seed, run.Can(StoreCapabilities.Persistent));
        var model = new StoreModel();
        var done = new List<StoreOperation>();
        var store = await run.OpenAsync().ConfigureAwait(false);
        while (done.Count < operations)
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            done.Add(generator.Next(model));
            try
            {
                store = await StepAsync(run, store, model, done[^1]).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                throw new ConformanceException(
                    $"Seed {seed}, operation {done.Count}: {failure.Message}{Environment.NewLine} " +
                        $" {string.Join(Environment.NewLine + "  ", done)}", failure);
            }
        }
    }

    private static async Task<IKeyValueStore> StepAsync(CaseRun run, IKeyValueStore store, StoreModel model, StoreOperation operation)
    {
        switch (operation)
        {
            case StoreOperation.Get(var key):
                await store.HoldsAsync(key, StoreOperation.Text(model.Get(key))).ConfigureAwait(false);
                break;
            case StoreOperation.Scan(var prefix):
                Compare(await store.ListAsync(prefix).ConfigureAwait(false), model.Scan(prefix));
                break;
            case StoreOperation.Commit(var batch):
                var expected = model.Commit(batch);
                Check(
                    await store.CommitAsync(batch).ConfigureAwait(false) == expected, $"The commit was to return {expected} and did not.");
                break;
            case StoreOperation.Reopen:
                store = await run.ReopenAsync(store).ConfigureAwait(false);
                break;
        }

        return store;
    }

    private static void Compare(
        List<KeyValuePair<string, ReadOnlyMemory<byte>>> found, IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> expected)
    {
        Check(found.Select(pair => pair.Key).SequenceEqual(expected.Select(pair => pair.Key), StringComparer.Ordinal),
            $"The scan was to give {Show(expected.Select(pair => pair.Key))} and gave {Show(found.Select(pair => pair.Key))}.");
        for (var i = 0; i < found.Count; i++)
            Check(StoreModel.Same(found[i].Value, expected[i].Value), $"The scan gave {Show(found[i].Key)} with another value.");
    }
}
