using System.Globalization;
using System.Runtime.Versioning;

namespace PeerPersistence;

/// <summary>What the browser says about the room it gives this site, and the wish that it keeps what is there.</summary>
public static class BrowserStorage
{
    /// <summary>Asks the browser not to delete what this site stores when room is short.</summary>
    /// <remarks>Some browsers ask the user: call it after a click that explains why, not at the start. Whether the browser agrees is its
    /// own affair, and what the user deletes is gone all the same. Safari deletes what was not visited for seven days whatever it
    /// answered, unless the site is on the home screen.</remarks>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Whether it agreed; <c>false</c> if there is no browser.</returns>
    public static Task<bool> RequestPersistenceAsync(CancellationToken cancellationToken = default) => OperatingSystem.IsBrowser()
        ? BrowserModule.Instance.AskAsync("persist", Frames.Keys(), agreed => agreed == 1).WaitAsync(cancellationToken)
        : Task.FromResult(false);

    /// <summary>How much this site stores, how much it may, and whether the browser agreed to keep it.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Nothing known if there is no browser.</returns>
    public static Task<StorageEstimate> EstimateAsync(CancellationToken cancellationToken = default) => OperatingSystem.IsBrowser()
        ? BrowserModule.Instance.AskAsync("estimate", Frames.Keys(), Estimate).WaitAsync(cancellationToken)
        : Task.FromResult(new StorageEstimate());

    [SupportedOSPlatform("browser")]
    private static StorageEstimate Estimate(int slot)
    {
        var told = Frames.ReadKeys(Imports.Take(slot));
        return new() { QuotaBytes = Bytes(told[0]), UsageBytes = Bytes(told[1]), IsPersisted = told[2].Length > 0 };
    }

    private static long? Bytes(string told) =>
        double.TryParse(told, NumberStyles.Float, CultureInfo.InvariantCulture, out var bytes) ? (long)bytes : null;
}

/// <summary>A site's room in a browser, as the browser tells it: rounded, and of all that the site stores.</summary>
public sealed record StorageEstimate
{
    /// <summary>Bytes that the site may store; <c>null</c>: the browser does not tell.</summary>
    public long? QuotaBytes { get; init; }

    /// <summary>Bytes that it stores; <c>null</c>: the browser does not tell.</summary>
    public long? UsageBytes { get; init; }

    /// <summary>Whether the browser agreed to keep them when room is short.</summary>
    public bool IsPersisted { get; init; }
}
