using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;

namespace PeerPersistence;

/// <summary>The JavaScript of this package: loaded by the first call, and called with a number by which it tells the end.</summary>
/// <remarks>A call back continues at once; a promise that is awaited waits for a timer, 4 ms and more. There is one thread.</remarks>
[SupportedOSPlatform("browser")]
internal sealed class BrowserModule
{
    private readonly Dictionary<int, TaskCompletionSource<int>> _calls = [];
    private readonly Dictionary<int, Action> _listeners = [];
    private Task? _loading;
    private int _last;

    private BrowserModule()
    {
    }

    /// <summary>This page's.</summary>
    public static BrowserModule Instance { get; } = new();

    /// <summary>Loads the module; to be awaited before any of <see cref="Imports"/>. A load that failed is tried again.</summary>
    /// <exception cref="PeerPersistenceException">The page does not serve it.</exception>
    public Task LoadAsync() => _loading is null or { IsFaulted: true } or { IsCanceled: true } ? _loading = LoadOnceAsync() : _loading;

    /// <summary>Calls a function that tells its end by <paramref name="start"/>'s number.</summary>
    /// <returns>What it told.</returns>
    /// <exception cref="PeerPersistenceException">It failed.</exception>
    public async Task<int> CallAsync(Action<int> start)
    {
        await LoadAsync().ConfigureAwait(false);
        var (id, call) = (++_last, new TaskCompletionSource<int>());
        _calls.Add(id, call);
        try
        {
            start(id);
        }
        catch
        {
            _calls.Remove(id);
            throw;
        }

        return await call.Task.ConfigureAwait(false);
    }

    /// <summary>The same with a function whose end is a result to be fetched.</summary>
    public async Task<byte[]> FetchAsync(Action<int> start) => Imports.Take(await CallAsync(start).ConfigureAwait(false));

    /// <summary>Asks about the site's room.</summary>
    public Task<int> StorageAsync(string verb) => CallAsync(call => Imports.Storage(verb, call));

    /// <summary>From now on hears that somebody else committed to a store.</summary>
    public void Listen(int store, Action listener) => _listeners[store] = listener;

    public void Forget(int store) => _listeners.Remove(store);

    private async Task LoadOnceAsync()
    {
        try
        {
            using var module = await JSHost.ImportAsync(Imports.Module, Imports.Path).ConfigureAwait(false);
        }
        catch (JSException e)
        {
            throw new PeerPersistenceException(
                "The page must serve what lies in _content/PeerPersistence.Browser, as Blazor's build does (it did not).", e);
        }

        Imports.Attach(Complete, store => _listeners.GetValueOrDefault(store)?.Invoke());
    }

    private void Complete(int id, int value, string? error)
    {
        if (!_calls.Remove(id, out var call))
            return;
        if (error is null)
            call.SetResult(value);
        else
            call.SetException(BrowserErrors.Of(error));
    }
}
