using Microsoft.Extensions.Configuration;

namespace PeerPersistence;

/// <summary>Takes options from configuration: each by its name, what is not there stays.</summary>
internal static class ConfiguredOptions
{
    public static void Apply(IConfiguration configuration, string name, PeerPersistenceOptions options)
    {
        var values = new ConfiguredValues(configuration);
        values.Text(nameof(options.KeyPrefix), value => options.KeyPrefix = value);
        values.Integer(nameof(options.MaxPeers), value => options.MaxPeers = value);
        values.Number(nameof(options.MaxStorageMB), value => options.MaxStorageMB = value);
        values.Number(nameof(options.CleanupThreshold), value => options.CleanupThreshold = value);
        values.Duration(nameof(options.WatchInterval), value => options.WatchInterval = value);
        Apply(values.Section(nameof(options.Retention)), options.Retention);
        values.ThrowIfWrong(name, typeof(PeerPersistenceOptions));
    }

    public static void Apply(IConfiguration configuration, string name, FileStoreOptions options)
    {
        var values = new ConfiguredValues(configuration);
        values.Name<Durability>(nameof(options.Durability), value => options.Durability = value);
        values.Long(nameof(options.CompactionFloorBytes), value => options.CompactionFloorBytes = value);
        values.Flag(nameof(options.ReadOnly), value => options.ReadOnly = value);
        values.Flag(nameof(options.AllowSharedFile), value => options.AllowSharedFile = value);
        values.ThrowIfWrong(name, typeof(FileStoreOptions));
    }

    private static void Apply(ConfiguredValues values, RetentionOptions retention)
    {
#pragma warning disable CS0618 // The old names, in days, are still read.
        values.Integer(nameof(retention.ActiveDays), value => retention.ActiveDays = value);
        values.Integer(nameof(retention.InactiveDays), value => retention.InactiveDays = value);
#pragma warning restore CS0618
        values.Duration(nameof(retention.ActiveWithin), value => retention.ActiveWithin = value);
        values.Duration(nameof(retention.InactiveAfter), value => retention.InactiveAfter = value);
        values.Integer(nameof(retention.FailedAttempts), value => retention.FailedAttempts = value);
        values.Duration(nameof(retention.BlacklistDuration), value => retention.BlacklistDuration = value);
        values.Duration(nameof(retention.RememberRemoved), value => retention.RememberRemoved = value);
        values.Flag(nameof(retention.OriginalRules), value => retention.OriginalRules = value);
    }
}
