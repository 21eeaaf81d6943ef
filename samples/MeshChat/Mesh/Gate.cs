namespace MeshChat;

/// <summary>Lets one in at a time: <c>using (await gate.EnterAsync()) …</c></summary>
internal sealed class Gate
{
    private readonly SemaphoreSlim _places = new(1);

    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken = default)
    {
        await _places.WaitAsync(cancellationToken);
        return new Visit(_places);
    }

    private sealed class Visit(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
