using System.Collections.Concurrent;

namespace MeshChat;

/// <summary>Lets any part of the program tell the reconnector that there is something to do.</summary>
internal sealed class Wakeup
{
    private readonly SemaphoreSlim _calls = new(0);
    private readonly ConcurrentDictionary<string, bool> _urgent = new();

    /// <summary>Somebody is missed.</summary>
    public void Call() => _calls.Release();

    /// <summary>A peer gave a sign of life: it is worth a try, however often it was tried in vain.</summary>
    public void CallFor(string peerId)
    {
        _urgent[peerId] = true;
        Call();
    }

    /// <summary>Waits for a call; several calls are one.</summary>
    /// <returns>The peers that gave a sign of life.</returns>
    public async Task<IReadOnlyCollection<string>> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        await _calls.WaitAsync(atMost, cancellationToken);
        while (_calls.Wait(0, CancellationToken.None))
        {
        }

        return [.. _urgent.Keys.Where(peerId => _urgent.TryRemove(peerId, out _))];
    }
}
