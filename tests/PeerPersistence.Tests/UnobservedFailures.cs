namespace PeerPersistence.Tests;

/// <summary>Failures of a kind that nobody heard of, as the runtime reports them while this is there.</summary>
internal sealed class UnobservedFailures<T> : IDisposable where T : Exception
{
    private readonly List<T> _failures = [];

    public UnobservedFailures() => TaskScheduler.UnobservedTaskException += Add;

    /// <summary>After the runtime has looked for them.</summary>
    public IReadOnlyList<T> Collected
    {
        get
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return _failures;
        }
    }

    public void Dispose() => TaskScheduler.UnobservedTaskException -= Add;

    private void Add(object? sender, UnobservedTaskExceptionEventArgs e) => _failures.AddRange(e.Exception.InnerExceptions.OfType<T>());
}
