namespace MeshChat;

/// <summary>Does something again and again. What the store refuses is shown and does not end it.</summary>
internal static class Recurring
{
    public static async Task RunAsync(
        TimeSpan interval, TimeProvider time, ITerminal terminal, Func<CancellationToken, Task> action, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await action(cancellationToken);
            }
            catch (PeerPersistenceException e)
            {
                terminal.Show(new Problem(e.Message));
            }
        }
    }
}
