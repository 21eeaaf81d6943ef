using System.Runtime.CompilerServices;

namespace PeerPersistence;

/// <inheritdoc cref="IPeerPersistenceFactory"/>
internal sealed class PeerPersistenceFactory(IdentityPool pool, Func<string, KeyStrength> strengthOf) : IPeerPersistenceFactory, IDisposable
{
    /// <summary>How many identities are open, being opened or being closed.</summary>
    public int Count => pool.Count;

    public IPeerPersistenceService Get(string identity)
    {
        Check(identity);
        ObjectDisposedException.ThrowIf(pool.IsDisposed, typeof(IPeerPersistenceFactory));
        return new PeerPersistenceService(new PooledCore(identity, pool, strengthOf));
    }

    public async Task RemoveAsync(string identity, CancellationToken cancellationToken = default)
    {
        Check(identity);
        using var rental = await pool.RentAsync(identity, cancellationToken).ConfigureAwait(false);
        await Get(identity).ClearAllAsync(cancellationToken).ConfigureAwait(false);
        await rental.EraseAsync().ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => pool.DisposeAsync();

    /// <summary>The same as <see cref="DisposeAsync"/>, for containers that are disposed synchronously.</summary>
    /// <remarks>In a browser nobody can wait: what is open is closed behind the caller.</remarks>
    public void Dispose()
    {
        var disposing = DisposeAsync().AsTask();
        if (!OperatingSystem.IsBrowser())
            disposing.GetAwaiter().GetResult();
    }

    private static void Check(string identity, [CallerArgumentExpression(nameof(identity))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(identity, parameter);
        if (PeerId.FaultOf(identity) is { } fault)
            throw new ArgumentException($"An identity {fault}.", parameter);
    }
}
