using Microsoft.Extensions.Options;

namespace PeerPersistence;

/// <summary>Names every option that is out of range.</summary>
internal sealed class PeerPersistenceOptionsValidator : IValidateOptions<PeerPersistenceOptions>
{
    public ValidateOptionsResult Validate(string? name, PeerPersistenceOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    public static void ThrowIfInvalid(PeerPersistenceOptions options)
    {
        var faults = Faults(options).ToList();
        if (faults.Count > 0)
            throw new OptionsValidationException(Options.DefaultName, typeof(PeerPersistenceOptions), faults);
    }

    private static IEnumerable<string> Faults(PeerPersistenceOptions options)
    {
        if (string.IsNullOrEmpty(options.KeyPrefix))
            yield return $"{nameof(options.KeyPrefix)} is not empty.";
        if (options.MaxPeers < 1)
            yield return $"{nameof(options.MaxPeers)} is at least 1.";
        if (options.MaxStorageMB is not > 0)
            yield return $"{nameof(options.MaxStorageMB)} is more than 0.";
        if (options.CleanupThreshold is not (>= 0 and <= 1))
            yield return $"{nameof(options.CleanupThreshold)} is 0 to 1.";
        if (options.WatchInterval < TimeSpan.Zero || options.WatchInterval > TimeSpan.FromDays(1))
            yield return $"{nameof(options.WatchInterval)} is zero to a day.";

        if (options.Retention is not { } retention)
        {
            yield return $"{nameof(options.Retention)} is given.";
            yield break;
        }

        if (retention.ActiveDays < 0)
            yield return $"{nameof(options.Retention)}.{nameof(retention.ActiveDays)} is not negative.";
        if (retention.InactiveDays < 1)
            yield return $"{nameof(options.Retention)}.{nameof(retention.InactiveDays)} is at least 1.";
        if (retention.FailedAttempts < 1)
            yield return $"{nameof(options.Retention)}.{nameof(retention.FailedAttempts)} is at least 1.";
        if (retention.BlacklistDuration < TimeSpan.Zero)
            yield return $"{nameof(options.Retention)}.{nameof(retention.BlacklistDuration)} is not negative.";
        if (retention.RememberRemoved < TimeSpan.Zero)
            yield return $"{nameof(options.Retention)}.{nameof(retention.RememberRemoved)} is not negative.";
    }
}
