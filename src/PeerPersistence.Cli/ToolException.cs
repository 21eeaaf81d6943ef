namespace PeerPersistence.Cli;

/// <summary>Something a person has to know and to act on: one line, and the exit code.</summary>
internal sealed class ToolException(int exitCode, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public int ExitCode { get; } = exitCode;

    public static ToolException Usage(string message) => new(Cli.ExitCode.Usage, message);

    public static ToolException Store(string message) => new(Cli.ExitCode.Store, message);

    public static ToolException Keys(string message) => new(Cli.ExitCode.Keys, message);

    public static ToolException File(string message, Exception? innerException = null) => new(Cli.ExitCode.File, message, innerException);
}
