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
        Require(options.TargetConnections >= 1, nameof(options.TargetConnections), "is at least 1");
        Require(options.MaxParallelism >= 1, nameof(options.MaxParallelism), "is at least 1");
        Require(options.AttemptTimeout > TimeSpan.Zero, nameof(options.AttemptTimeout), "is more than zero");
        Require(options.AttemptTimeout <= LongestTimeout, nameof(options.AttemptTimeout), "is at most a day");
        Require(options.Query is not null, nameof(options.Query), "is given");
        Require(options.Query!.ExcludePeerIds is not null, nameof(options.Query.ExcludePeerIds), "is given");

        void Require(bool holds, string field, string rule)
        {
            if (!holds)
                throw new ArgumentException($"{field} {rule}.", parameter);
        }
    }
}
