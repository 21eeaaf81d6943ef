namespace PeerPersistence;

/// <summary>A commit on its way to the writer: its own copy of the batch, and the task its caller waits for.</summary>
internal sealed class PendingCommit
{
    private readonly TaskCompletionSource<bool> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(byte[] Key, ReadOnlyMemory<byte>? Value)> _expectations;
    private readonly List<(byte[] Key, ReadOnlyMemory<byte>? Value)> _changes;
    private CancellationTokenRegistration _registration;
    private int _taken;

    public PendingCommit(KeyValueBatch batch)
    {
        _expectations = [.. batch.Expectations.Select(each => (OrdinalKey.Encode(each.Key), each.Value))];
        _changes = [.. batch.Changes.Select(each => (OrdinalKey.Encode(each.Key), each.Value))];
        Keys = [.. batch.Changes.Keys];
    }

    /// <summary>The keys that change.</summary>
    public IReadOnlyList<string> Keys { get; }

    public Task<bool> Result => _result.Task;

    /// <summary>Lets a token take the commit out of the line, as long as the writer has not.</summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _registration = cancellationToken.Register(() =>
            {
                if (TryTake())
                    _result.TrySetCanceled(cancellationToken);
            });
        }
    }

    /// <summary>The commit point: whoever takes it first decides.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _taken, 1) == 0;

    /// <summary>Applies the changes, within a transaction. <c>false</c>: an expectation does not hold, nothing was changed.</summary>
    public bool Apply(SqliteSession session)
    {
        foreach (var (key, value) in _expectations)
        {
            if (!session.Holds(key, value))
                return false;
        }

        foreach (var (key, value) in _changes)
        {
            if (value is { } bytes)
                session.Set(key, bytes.Span);
            else
                session.Remove(key);
        }

        return true;
    }

    public void Complete(bool result)
    {
        _registration.Dispose();
        _result.TrySetResult(result);
    }

    public void Fail(Exception exception)
    {
        _registration.Dispose();
        _result.TrySetException(exception);
    }
}
