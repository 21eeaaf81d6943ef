namespace PeerPersistence;

/// <summary>Lets one caller at a time work on a key; callers for other keys pass.</summary>
/// <remarks>
/// It only keeps writers of this process from getting into each other's way; what makes an update atomic is the commit's expectation.
/// </remarks>
internal sealed class KeyedGate
{
    private readonly Dictionary<string, Turnstile> _turnstiles = new(StringComparer.Ordinal);
    private readonly AsyncLocal<bool> _passes = new();

    /// <summary>Waits for all of these keys; disposing what is returned lets the next one in.</summary>
    public async ValueTask<IDisposable> EnterAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var entered = new Entered(this, keys.Count);
        if (_passes.Value)
            return entered;
        try
        {
            // Always in the same order, so that two callers never wait for each other.
            var inOrder = keys.Count == 1 ? keys
                : (IEnumerable<string>)keys.Distinct(StringComparer.Ordinal).OrderBy(key => key, StringComparer.Ordinal);
            foreach (var key in inOrder)
                await entered.EnterAsync(key, cancellationToken).ConfigureAwait(false);
            return entered;
        }
        catch
        {
            entered.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Runs code of the application's own while keys are held. What it calls waits at no gate, or it might wait for itself.
    /// </summary>
    public T Pass<T>(Func<T> code)
    {
        var before = _passes.Value;
        _passes.Value = true;
        try
        {
            return code();
        }
        finally
        {
            _passes.Value = before;
        }
    }

    private Turnstile Join(string key)
    {
        lock (_turnstiles)
        {
            if (!_turnstiles.TryGetValue(key, out var turnstile))
                _turnstiles[key] = turnstile = new();
            turnstile.Users++;
            return turnstile;
        }
    }

    private void Leave(string key, Turnstile turnstile)
    {
        lock (_turnstiles)
        {
            if (--turnstile.Users > 0)
                return;
            _turnstiles.Remove(key);
            turnstile.Dispose();
        }
    }

    private sealed class Turnstile() : SemaphoreSlim(1, 1)
    {
        public int Users { get; set; }
    }

    private sealed class Entered(KeyedGate owner, int keys) : IDisposable
    {
        private readonly List<(string Key, Turnstile Turnstile)> _held = new(keys);

        public async ValueTask EnterAsync(string key, CancellationToken cancellationToken)
        {
            var turnstile = owner.Join(key);
            try
            {
                await turnstile.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                owner.Leave(key, turnstile);
                throw;
            }

            _held.Add((key, turnstile));
        }

        public void Dispose()
        {
            foreach (var (key, turnstile) in _held)
            {
                turnstile.Release();
                owner.Leave(key, turnstile);
            }

            _held.Clear();
        }
    }
}
