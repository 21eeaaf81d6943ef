namespace PeerPersistence;

/// <summary>How a store in localStorage is opened.</summary>
public sealed class LocalStorageStoreOptions
{
    /// <summary>How long an opening waits for another tab to let go; 5 seconds unless set, zero to a day. Then it is a
    /// <see cref="StoreLockedException"/>.</summary>
    /// <remarks>A page that is reloaded waits for its own former self, which takes some milliseconds.</remarks>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    internal void Validate()
    {
        if (LockTimeout < TimeSpan.Zero || LockTimeout > TimeSpan.FromDays(1))
            throw new ArgumentException($"{nameof(LockTimeout)} must be zero to a day (was {LockTimeout}).");
    }
}
