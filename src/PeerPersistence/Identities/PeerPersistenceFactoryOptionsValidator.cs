using Microsoft.Extensions.Options;

namespace PeerPersistence;

/// <summary>Names every option that is out of range.</summary>
internal sealed class PeerPersistenceFactoryOptionsValidator : IValidateOptions<PeerPersistenceFactoryOptions>
{
    /// <summary>Within what every timer takes.</summary>
    private static readonly TimeSpan LongestIdleTimeout = TimeSpan.FromDays(30);

    public ValidateOptionsResult Validate(string? name, PeerPersistenceFactoryOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(PeerPersistenceFactoryOptions options)
    {
        if (options.MaxOpen < 1)
            yield return $"{nameof(options.MaxOpen)} must be at least 1 (was {options.MaxOpen}).";
        if (options.IdleTimeout <= TimeSpan.Zero || options.IdleTimeout > LongestIdleTimeout)
            yield return $"{nameof(options.IdleTimeout)} must be more than zero and at most 30 days (was {options.IdleTimeout}).";
    }
}
