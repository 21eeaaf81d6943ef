namespace PeerPersistence;

/// <summary>Reads, plans and commits again as long as another writer was quicker.</summary>
internal static class Retry
{
    /// <summary>Every lost race is somebody else's success, so this many in a row is a store that never says yes.</summary>
    private const int Limit = 1000;

    /// <param name="attempt">Plans and commits; <c>null</c> if an expectation did not hold.</param>
    /// <param name="cancellationToken">Gives up between two attempts.</param>
    /// <exception cref="StoreConflictException">The store refuses every commit.</exception>
    public static async Task<T> UntilCommittedAsync<T>(Func<Task<Outcome<T>?>> attempt, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Limit; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await attempt().ConfigureAwait(false) is { } outcome)
                return outcome.Value;
            await Task.Yield();
        }

        throw new StoreConflictException("The store refuses every commit, although its expectations were read from it a moment before.");
    }
}

/// <summary>What a committed attempt gives.</summary>
internal readonly struct Outcome<T>(T value)
{
    public T Value => value;
}
