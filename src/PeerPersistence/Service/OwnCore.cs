namespace PeerPersistence;

/// <summary>A core that is there as long as its service.</summary>
internal sealed class OwnCore(ServiceCore core) : ICoreSource
{
    public event Action<string>? Written;

    public KeyStrength KeyStrength => core.KeyStrength;

    public Action<string>? WriteListener => Written;

    public Task<T> CallAsync<T>(Func<ServiceCore, Task<T>> call, string method, bool writes, CancellationToken cancellationToken) =>
        core.RunAsync(call, method, writes, cancellationToken);

    public Task CallIfOpenAsync(Func<ServiceCore, Task> call, CancellationToken cancellationToken) => call(core);

    public void CallIfOpen(Action<ServiceCore> call) => call(core);

    public IAsyncEnumerable<T> ReadAsync<T>(
        Func<ServiceCore, CancellationToken, IAsyncEnumerable<T>> sequence, CancellationToken cancellationToken) =>
        sequence(core, cancellationToken);

    public void Dispose() => core.Dispose();
}
