namespace PeerPersistence.Testing;

/// <summary>Lets no store hang a test run.</summary>
internal static class TimeLimit
{
    public static async Task EnforceAsync(Task work, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(work, Task.Delay(limit, TimeProvider.System, stop.Token)).ConfigureAwait(false);
#pragma warning disable CA1849 // Cancels a delay that nobody else listens to.
        stop.Cancel();
#pragma warning restore CA1849
        cancellationToken.ThrowIfCancellationRequested();
        if (first != work)
            throw new ConformanceException($"It did not come to an end within {limit.TotalSeconds:0} s.");
        await work.ConfigureAwait(false);
    }
}
