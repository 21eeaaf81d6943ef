namespace PeerPersistence.Testing;

/// <summary>One sentence of the contract, and the way to find out whether a store keeps it.</summary>
public sealed class ConformanceCase
{
    private readonly Func<CaseRun, Task> _body;

    internal ConformanceCase(string id, string sentence, Func<CaseRun, Task> body) => (Id, Sentence, _body) = (id, sentence, body);

    /// <summary>A short name that stays: lower-case words and hyphens.</summary>
    public string Id { get; }

    /// <summary>What a store promises.</summary>
    public string Sentence { get; }

    /// <summary>What a store must be able to do for this case to apply. The default is <see cref="StoreCapabilities.None"/>.</summary>
    public StoreCapabilities Needs { get; internal init; }

    /// <summary>Whether the store declares all that this case needs.</summary>
    /// <param name="store">The store, with what it can do.</param>
    /// <returns><c>true</c> if the store must pass it.</returns>
    public bool AppliesTo(StoreUnderTest store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return (Needs & ~store.Capabilities) == StoreCapabilities.None;
    }

    /// <summary>Runs the case in a place of its own.</summary>
    /// <param name="store">The kind of store to ask.</param>
    /// <param name="cancellationToken">Stops the case.</param>
    /// <returns>A task that ends when the store has passed.</returns>
    /// <exception cref="ConformanceException">The store does not keep its promise; the message says what was seen.</exception>
    /// <exception cref="ArgumentException">The case does not apply to this store.</exception>
    public async Task RunAsync(StoreUnderTest store, CancellationToken cancellationToken = default)
    {
        if (!AppliesTo(store))
            throw new ArgumentException($"'{store.Name}' does not declare {Needs}, which case '{Id}' needs.", nameof(store));

        var run = new CaseRun(store, Id, cancellationToken);
        try
        {
            await TimeLimit.EnforceAsync(ToTheEndAsync(run), store.TimeLimit, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception failure)
        {
            throw new ConformanceException($"Store '{store.Name}', case '{Id}': \"{Sentence}\" {failure.Message}", failure);
        }
    }

    /// <summary>The <see cref="Id"/>.</summary>
    public override string ToString() => Id;

    private async Task ToTheEndAsync(CaseRun run)
    {
        try
        {
            await _body(run).ConfigureAwait(false);
        }
        finally
        {
            await run.DisposeAsync().ConfigureAwait(false);
        }
    }
}
