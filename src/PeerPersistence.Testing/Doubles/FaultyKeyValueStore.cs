using System.Runtime.CompilerServices;

namespace PeerPersistence.Testing;

/// <summary>A store in front of another that goes wrong when it is told to.</summary>
/// <remarks>
/// Thread-safe if the plan is. It has the abilities of the other store, no more; those that read and write go wrong, too.
/// Disposing of the other store is left to who made it.
/// </remarks>
/// <param name="inner">The store that works.</param>
/// <param name="plan">Asked before every call; see <see cref="StoreFaults"/>.</param>
public sealed class FaultyKeyValueStore(IKeyValueStore inner, Func<StoreCall, StoreFault> plan)
    : DelegatingKeyValueStore(inner), IChangeTrackingStore
{
    private readonly ChangeSource _changes = new(inner);
    private Func<StoreCall, StoreFault> _plan = plan;
    private int _calls;
    private int _faults;

    /// <summary>How many calls were made.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>How many of them went wrong.</summary>
    public int Faults => Volatile.Read(ref _faults);

    /// <summary>From now on nothing goes wrong any more.</summary>
    public void Heal() => Volatile.Write(ref _plan, _ => StoreFault.None);

    /// <inheritdoc/>
    public override async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        var fault = Before(StoreCallKind.Get, key);
        var value = await Inner.GetAsync(key, cancellationToken).ConfigureAwait(false);
        After(fault);
        return value;
    }

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
    {
        var fault = Before(StoreCallKind.GetMany, keys: keys);
        var values = await Inner.GetManyAsync(keys, cancellationToken).ConfigureAwait(false);
        After(fault);
        return values;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var fault = Before(StoreCallKind.Scan, prefix);
        await foreach (var pair in Inner.ScanAsync(prefix, cancellationToken).ConfigureAwait(false))
            yield return pair;
        After(fault);
    }

    /// <inheritdoc/>
    public override async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        var fault = Before(StoreCallKind.Commit, batch: batch);
        if (fault == StoreFault.Conflict)
            return false;
        var committed = await Inner.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        After(fault);
        return committed;
    }

    /// <inheritdoc/>
    public async ValueTask<StoreChanges> GetChangesAsync(string? since, CancellationToken cancellationToken = default)
    {
        var fault = Before(StoreCallKind.GetChanges);
        var changes = await _changes.GetChangesAsync(since, cancellationToken).ConfigureAwait(false);
        After(fault);
        return changes;
    }

    /// <inheritdoc/>
    public override object? GetAbility(Type ability) => Inner.Ability(ability) is null ? null : base.GetAbility(ability);

    private StoreFault Before(StoreCallKind kind, string key = "", KeyValueBatch? batch = null, IReadOnlyList<string>? keys = null)
    {
        var call = new StoreCall(Interlocked.Increment(ref _calls), kind, key, batch, keys);
        var fault = Volatile.Read(ref _plan)(call);
        if (fault != StoreFault.None)
            Interlocked.Increment(ref _faults);
        return fault switch
        {
            StoreFault.Fail => throw new IOException($"Call {call} was made to fail."),
            StoreFault.Cancel => throw new OperationCanceledException($"Call {call} was made to be cancelled."),
            StoreFault.Full => throw new StoreFullException($"Call {call} was made to find no room."),
            _ => fault,
        };
    }

    private static void After(StoreFault fault)
    {
        if (fault == StoreFault.FailAfterwards)
            throw new IOException("A call took place and was then made to fail.");
    }
}
