using System.Diagnostics.CodeAnalysis;

namespace PeerPersistence;

/// <summary>Lets one in at a time: <c>using (await gate.EnterAsync(…))</c>.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A semaphore whose wait handle is never asked for holds nothing to dispose of.")]
internal sealed class AsyncGate
{
    private readonly SemaphoreSlim _semaphore = new(1);

    public async ValueTask<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        await _semaphore.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new(_semaphore);
    }

    /// <remarks>A class: the runtime would compile tasks anew for each value type.</remarks>
    public sealed class Turn(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
