namespace PeerPersistence.Benchmarks;

/// <summary>How to start this program once more, however it was started.</summary>
internal static class ThisProgram
{
    public static string[] Command { get; } = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? [Environment.ProcessPath!, typeof(ThisProgram).Assembly.Location]
        : [Environment.ProcessPath!];
}
