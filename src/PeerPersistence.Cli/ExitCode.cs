using Microsoft.Extensions.Options;

namespace PeerPersistence.Cli;

/// <summary>What the program's exit code says. Stable: scripts depend on it.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>There is no such peer, or something is wrong in the store.</summary>
    public const int Problem = 1;

    public const int Usage = 2;

    /// <summary>The store is not there, in use, damaged, from a newer version, or full.</summary>
    public const int Store = 3;

    /// <summary>The key or passphrase is missing or wrong.</summary>
    public const int Keys = 4;

    /// <summary>A file to read is missing or not usable, or a file to write is in the way.</summary>
    public const int File = 5;

    public const int Cancelled = 130;

    public const string Table = """
        Exit codes:
          0    done
          1    no such peer, or something is wrong in the store
          2    the command line is wrong
          3    the store is not there, in use, damaged, from a newer version, or full
          4    the key or passphrase is missing or wrong
          5    a file to read is missing or not usable, or a file to write is in the way
          130  stopped by Ctrl-C
        """;

    public static int Of(Exception exception) => exception switch
    {
        ToolException tool => tool.ExitCode,
        OperationCanceledException => Cancelled,
        SecretUnavailableException => Keys,
        ImportFormatException => File,
        ArgumentException or OptionsValidationException => Usage,
        _ => Store,
    };
}
