using System.Runtime.CompilerServices;

namespace PeerPersistence;

/// <summary>One identity's core, whether it is open or not: every call keeps it open while it runs.</summary>
internal sealed class PooledCore(string identity, IdentityPool pool, Func<string, KeyStrength> strengthOf) : ICoreSource
{
    public event Action<string>? Written
    {
        add => pool.WriteListeners.Add(identity, value);
        remove => pool.WriteListeners.Remove(identity, value);
    }

    public Action<string>? WriteListener => pool.WriteListeners.Of(identity);

    public KeyStrength KeyStrength
    {
        get
        {
            using var rental = pool.RentIfOpen(identity);
            return rental?.Core.KeyStrength ?? strengthOf(identity);
        }
    }

    public async Task<T> CallAsync<T>(Func<ServiceCore, Task<T>> call, string method, bool writes, CancellationToken cancellationToken)
    {
        using var rental = await pool.RentAsync(identity, cancellationToken).ConfigureAwait(false);
        return await rental.Core.RunAsync(call, method, writes, cancellationToken).ConfigureAwait(false);
    }

    public async Task CallIfOpenAsync(Func<ServiceCore, Task> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await pool.ClosingEndedAsync(identity, cancellationToken).ConfigureAwait(false);
        using var rental = pool.RentIfOpen(identity);
        if (rental is { } open)
            await call(open.Core).ConfigureAwait(false);
    }

    public void CallIfOpen(Action<ServiceCore> call)
    {
        using var rental = pool.RentIfOpen(identity);
        if (rental is { } open)
            call(open.Core);
    }

    /// <inheritdoc/>
    /// <remarks>It ends with the pool, too: it may be one without an end.</remarks>
    public async IAsyncEnumerable<T> ReadAsync<T>(
        Func<ServiceCore, CancellationToken, IAsyncEnumerable<T>> sequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, pool.Disposing);
        using var rental = await pool.RentAsync(identity, cancellationToken).ConfigureAwait(false);
        var items = sequence(rental.Core, end.Token).GetAsyncEnumerator(CancellationToken.None);
        await using var disposal = items.ConfigureAwait(false);
        while (await MoveNextAsync().ConfigureAwait(false))
            yield return items.Current;

        async ValueTask<bool> MoveNextAsync()
        {
            try
            {
                return await items.MoveNextAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (pool.IsDisposed)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new ObjectDisposedException(nameof(IPeerPersistenceFactory));
            }
        }
    }

    /// <summary>Nothing: the factory closes it.</summary>
    public void Dispose()
    {
    }
}
