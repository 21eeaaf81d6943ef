namespace PeerPersistence;

/// <summary>For what must not be left undone for want of memory: somebody would wait for it for ever.</summary>
internal static class MemoryWait
{
    /// <summary>Does it as soon as there is memory for it.</summary>
    /// <param name="work">May be done in part, and anew.</param>
    /// <param name="state">What it is given, so that it needs no memory itself.</param>
    public static void Insist<TState>(Action<TState> work, TState state)
    {
        for (var wait = new SpinWait(); ; wait.SpinOnce())
        {
            try
            {
                work(state);
                return;
            }
            catch (OutOfMemoryException)
            {
                // Once more.
            }
        }
    }
}
