namespace PeerPersistence;

/// <summary>Where the calls of a service find the core that they work on: there for good, or open only while somebody calls.</summary>
internal interface ICoreSource : IDisposable
{
    KeyStrength KeyStrength { get; }

    /// <summary>Told the name of each call that has written.</summary>
    event Action<string>? Written;

    /// <summary>Those who are told; <c>null</c>: nobody.</summary>
    Action<string>? WriteListener { get; }

    /// <summary>Runs a call, and has the core open meanwhile; see <see cref="ServiceCore.RunAsync"/>.</summary>
    Task<T> CallAsync<T>(Func<ServiceCore, Task<T>> call, string method, bool writes, CancellationToken cancellationToken);

    /// <summary>The same for a call that a closed core needs not: it says nothing then.</summary>
    Task CallIfOpenAsync(Func<ServiceCore, Task> call, CancellationToken cancellationToken);

    /// <inheritdoc cref="CallIfOpenAsync"/>
    void CallIfOpen(Action<ServiceCore> call);

    /// <summary>Reads a sequence to its end, and has the core open meanwhile.</summary>
    IAsyncEnumerable<T> ReadAsync<T>(
        Func<ServiceCore, CancellationToken, IAsyncEnumerable<T>> sequence, CancellationToken cancellationToken);
}
