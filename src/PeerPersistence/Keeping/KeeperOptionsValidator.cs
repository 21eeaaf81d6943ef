using Microsoft.Extensions.Options;

namespace PeerPersistence;

/// <summary>Names every option of a keeper that is out of range.</summary>
internal static class KeeperOptionsValidator
{
    private const int MostConnections = 10_000, MostDials = 1_000;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static void ThrowIfInvalid(KeeperOptions options)
    {
        var faults = Faults(options).ToList();
        if (faults.Count > 0)
            throw new OptionsValidationException(Options.DefaultName, typeof(KeeperOptions), faults);
    }

    private static IEnumerable<string> Faults(KeeperOptions options)
    {
        if (string.IsNullOrEmpty(options.LocalPeerId))
            yield return $"LocalPeerId must be given (was {(options.LocalPeerId is null ? "null" : "empty")}).";
        else if (PeerId.FaultOf(options.LocalPeerId) is { } fault)
            yield return $"LocalPeerId {fault}.";
        if (options.Target is < 0 or > MostConnections)
            yield return FormattableString.Invariant($"Target must be 0 to {MostConnections} (was {options.Target}).");
        if (options.MaxParallelism is < 1 or > MostDials)
            yield return FormattableString.Invariant($"MaxParallelism must be 1 to {MostDials} (was {options.MaxParallelism}).");
        if (options.AttemptTimeout <= TimeSpan.Zero || options.AttemptTimeout > Day)
            yield return $"AttemptTimeout must be more than zero and at most a day (was {options.AttemptTimeout}).";
        if (options.Interval < TimeSpan.FromSeconds(1) || options.Interval > Day)
            yield return $"Interval must be a second to a day (was {options.Interval}).";
        if (options.StopTimeout < TimeSpan.Zero || options.StopTimeout > Day)
            yield return $"StopTimeout must be zero to a day (was {options.StopTimeout}).";
    }
}
