using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;

namespace PeerPersistence;

/// <summary>The JavaScript of this package: loaded by the first call, and called with a number by which it tells the end.</summary>
/// <remarks>A call back continues at once; a promise that is awaited waits for a timer, 4 ms and more. There is one thread.</remarks>
[SupportedOSPlatform("browser")]
internal sealed class BrowserModule
{
    private readonly Dictionary<int, ICall> _calls = [];
    private readonly Dictionary<int, Action> _listeners = [];
    private Task<int>? _loading;
    private int _last;

    private BrowserModule()
    {
    }

    /// <summary>This page's.</summary>
    public static BrowserModule Instance { get; } = new();

    /// <summary>Asks the page for something, once the module is loaded. A load that failed is tried again.</summary>
    /// <exception cref="PeerPersistenceException">The page does not serve the module, or it failed.</exception>
    public Task<T> AskAsync<T>(string verb, byte[] frame, Func<int, T> read) =>
        AskAsync(_loading is null or { IsFaulted: true } or { IsCanceled: true } ? _loading = LoadAsync() : _loading, verb, frame, read);

    /// <summary>Asks a store for something, once it is open.</summary>
    /// <param name="store">Gives its number.</param>
    /// <param name="verb">What for.</param>
    /// <param name="frame">With what. It is cleared: some hold keys.</param>
    /// <param name="read">Makes of the number that is told what the caller wants.</param>
    public Task<T> AskAsync<T>(Task<int> store, string verb, byte[] frame, Func<int, T> read) =>
        store.IsCompletedSuccessfully ? Ask(store.Result, verb, frame, read) : AskLaterAsync(store, verb, frame, read);

    /// <summary>From now on hears that somebody else committed to a store.</summary>
    public void Listen(int store, Action listener) => _listeners[store] = listener;

    public bool Forget(int store) => _listeners.Remove(store);

    private async Task<T> AskLaterAsync<T>(Task<int> store, string verb, byte[] frame, Func<int, T> read)
    {
        try
        {
            return await Ask(await store.ConfigureAwait(false), verb, frame, read).ConfigureAwait(false);
        }
        finally
        {
            Array.Clear(frame); // It may not have opened.
        }
    }

    /// <remarks>No async method: who finds the store open, as nearly all do, pays for none.</remarks>
    private Task<T> Ask<T>(int store, string verb, byte[] frame, Func<int, T> read)
    {
        var call = new Call<T>(read);
        _calls.Add(++_last, call);
        try
        {
            Imports.Ask(store, verb, frame, _last);
        }
        finally
        {
            Array.Clear(frame);
        }

        return call.Task;
    }

    private async Task<int> LoadAsync()
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

        Imports.Attach(Hear, Fail);
        return 0;
    }

    /// <param name="id">The call that ended; or a store to which somebody else committed, as a negative number.</param>
    /// <param name="value">What it gave.</param>
    private void Hear(int id, int value)
    {
        if (_calls.Remove(id, out var call))
            call.End(value);
        else if (id < 0)
            _listeners.GetValueOrDefault(-id)?.Invoke();
    }

    private void Fail(int id, string error)
    {
        if (_calls.Remove(id, out var call))
            call.Fail(error);
    }
}
