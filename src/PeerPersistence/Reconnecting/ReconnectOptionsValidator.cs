using System.Runtime.CompilerServices;

namespace PeerPersistence;

/// <summary>Checks how a reconnect is to proceed, before anybody is tried. Messages name the field.</summary>
internal static class ReconnectOptionsValidator
{
    /// <summary>Longer than anybody waits, and short enough for every timer.</summary>
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);

    public static void Check(ReconnectOptions options, [CallerArgumentExpression(nameof(options))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(options, parameter);
        var check = new FieldCheck(parameter);
        check.Require(
            options.TargetConnections >= 1, nameof(options.TargetConnections), "be at least 1", $"was {options.TargetConnections}");
        check.Require(options.MaxParallelism >= 1, nameof(options.MaxParallelism), "be at least 1", $"was {options.MaxParallelism}");
        check.Require(
            options.AttemptTimeout > TimeSpan.Zero && options.AttemptTimeout <= LongestTimeout,
            nameof(options.AttemptTimeout), "be more than zero and at most a day", $"was {options.AttemptTimeout}");
        check.NotNull(options.Query, nameof(options.Query));
        check.NotNull(options.Query.ExcludePeerIds, nameof(options.Query.ExcludePeerIds));
    }
}
