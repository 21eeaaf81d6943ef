using System.Runtime.CompilerServices;

namespace PeerPersistence.KeeperSimulator;

/// <summary>Waits until the one thread of this process has no work left.</summary>
internal static class Quiet
{
    public static Awaitable Reached => default;

    internal readonly struct Awaitable : ICriticalNotifyCompletion
    {
        // Off the pool's thread nothing is known of its work.
        public bool IsCompleted => false;

        public Awaitable GetAwaiter() => this;

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation) => Enqueue(continuation);

        public void GetResult()
        {
        }

        /// <summary>Behind all that waits: what a thread has queued for itself comes before what everybody may take.</summary>
        private static void Enqueue(Action continuation) => ThreadPool.UnsafeQueueUserWorkItem(
            static goOn =>
            {
                if (ThreadPool.PendingWorkItemCount > 0)
                    Enqueue(goOn);
                else
                    goOn();
            },
            continuation, preferLocal: false);
    }
}
