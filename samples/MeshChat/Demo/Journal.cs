namespace MeshChat;

/// <summary>Everything that a peer reported, in order, and a way to wait for more.</summary>
internal sealed class Journal
{
    private readonly List<ChatEvent> _events = [];
    private TaskCompletionSource _next = NewSource();

    public int Count
    {
        get
        {
            lock (_events)
                return _events.Count;
        }
    }

    public void Add(ChatEvent chatEvent)
    {
        lock (_events)
        {
            _events.Add(chatEvent);
            _next.SetResult();
            _next = NewSource();
        }
    }

    public IReadOnlyList<T> All<T>(int since = 0)
        where T : ChatEvent
    {
        lock (_events)
            return [.. _events.Skip(since).OfType<T>()];
    }

    /// <summary>Waits until what was reported satisfies a condition.</summary>
    public async Task WaitAsync(Func<Journal, bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (_events)
                next = _next.Task;
            if (condition(this))
                return;
            await next.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
