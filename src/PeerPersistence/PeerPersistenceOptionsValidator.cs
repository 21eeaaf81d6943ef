using System.Globalization;
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
            yield return $"{nameof(options.KeyPrefix)} must not be empty (was {(options.KeyPrefix is null ? "null" : "empty")}).";
        if (options.MaxPeers < 1)
            yield return Fault(nameof(options.MaxPeers), "be at least 1", options.MaxPeers);
        if (options.MaxStorageMB is not > 0)
            yield return Fault(nameof(options.MaxStorageMB), "be more than 0", options.MaxStorageMB);
        if (options.CleanupThreshold is not (>= 0 and <= 1))
            yield return Fault(nameof(options.CleanupThreshold), "be 0 to 1", options.CleanupThreshold);
        if (options.WatchInterval < TimeSpan.Zero || options.WatchInterval > TimeSpan.FromDays(1))
            yield return Fault(nameof(options.WatchInterval), "be zero to a day", options.WatchInterval);

        if (options.Retention is not { } retention)
        {
            yield return $"{nameof(options.Retention)} must be given (was null).";
            yield break;
        }

        if (retention.ActiveWithin < TimeSpan.Zero)
            yield return Fault(Of(nameof(retention.ActiveWithin)), "not be negative", retention.ActiveWithin);
        if (retention.InactiveAfter < TimeSpan.FromDays(1))
            yield return Fault(Of(nameof(retention.InactiveAfter)), "be at least a day", retention.InactiveAfter);
        if (retention.FailedAttempts < 1)
            yield return Fault(Of(nameof(retention.FailedAttempts)), "be at least 1", retention.FailedAttempts);
        if (retention.BlacklistDuration < TimeSpan.Zero)
            yield return Fault(Of(nameof(retention.BlacklistDuration)), "not be negative", retention.BlacklistDuration);
        if (retention.RememberRemoved < TimeSpan.Zero)
            yield return Fault(Of(nameof(retention.RememberRemoved)), "not be negative", retention.RememberRemoved);

        static string Of(string retentionOption) => $"{nameof(options.Retention)}.{retentionOption}";
    }

    private static string Fault(string option, string must, IFormattable was) =>
        $"{option} must {must} (was {was.ToString(null, CultureInfo.InvariantCulture)}).";
}
