#if NETSTANDARD2_1
namespace PeerPersistence;

/// <summary>Starting a thread without the starter's context, under the name it has on newer runtimes.</summary>
internal static class ThreadStarting
{
    extension(Thread thread)
    {
        public void UnsafeStart()
        {
            if (ExecutionContext.IsFlowSuppressed())
            {
                thread.Start();
                return;
            }

            using (ExecutionContext.SuppressFlow())
                thread.Start();
        }
    }
}
#endif
