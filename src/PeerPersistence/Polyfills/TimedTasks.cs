#if NETSTANDARD2_1
namespace PeerPersistence;

/// <summary>Waiting by a given clock, under the name it has on newer runtimes.</summary>
internal static class TimedTasks
{
    extension(Task)
    {
        public static Task Delay(TimeSpan delay, TimeProvider timeProvider, CancellationToken cancellationToken) =>
            timeProvider.Delay(delay, cancellationToken);
    }
}
#endif
