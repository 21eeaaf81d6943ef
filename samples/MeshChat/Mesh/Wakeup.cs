namespace MeshChat;

/// <summary>Lets one part of the program tell the reconnector that there is something to do.</summary>
internal sealed class Wakeup
{
    private readonly SemaphoreSlim _calls = new(0);

    public void Call() => _calls.Release();

    /// <summary>Waits for a call; several calls are one.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        await _calls.WaitAsync(atMost, cancellationToken);
        while (_calls.Wait(0, CancellationToken.None))
        {
        }
    }
}
