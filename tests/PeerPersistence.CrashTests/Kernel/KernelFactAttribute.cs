namespace PeerPersistence.CrashTests.Kernel;

/// <summary>A test that records system calls: skipped, with the reason, where they cannot be recorded.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KernelFactAttribute : FactAttribute
{
    public KernelFactAttribute() => Skip = Recorder.Missing;
}
