using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace PeerPersistence;

/// <summary>How a store in IndexedDB is opened and written.</summary>
public sealed class IndexedDbStoreOptions
{
    /// <summary>When a commit counts as written; <see cref="IndexedDbDurability.Strict"/> unless set.</summary>
    public IndexedDbDurability Durability { get; set; }

    /// <summary>How long an opening waits for a tab that does not let go of an older database; 10 seconds unless set, more than zero, at
    /// most a day. Then it is a <see cref="StoreLockedException"/>.</summary>
    public TimeSpan OpenTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether the peers that the JavaScript original, or <c>UseLocalStorage</c>, left in localStorage are brought over by the first
    /// opening; <c>false</c> unless set.
    /// </summary>
    /// <remarks>All or nothing, and only into a database that has no peers. What was brought over is removed from localStorage. A tab of
    /// the old application that is still open should be reloaded: it obeys no lock.</remarks>
    public bool MoveFromLocalStorage { get; set; }

    /// <summary>What the keys that are moved begin with; <c>null</c>, the default: the service's
    /// <see cref="PeerPersistenceOptions.KeyPrefix"/>, or <c>mesh:</c> where no container knows it.</summary>
    public string? LocalStoragePrefix { get; set; }

    /// <summary>Told what became of what lay in localStorage.</summary>
    internal ILogger Logger { get; set; } = NullLogger.Instance;

    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    internal void Validate()
    {
        if (!Enum.IsDefined(Durability))
            throw new ArgumentException($"{nameof(Durability)} must be one of its names (was {(int)Durability}).");
        if (OpenTimeout <= TimeSpan.Zero || OpenTimeout > TimeSpan.FromDays(1))
            throw new ArgumentException($"{nameof(OpenTimeout)} must be more than zero, and at most a day (was {OpenTimeout}).");
        if (LocalStoragePrefix is { Length: 0 })
            throw new ArgumentException($"{nameof(LocalStoragePrefix)} must not be empty: localStorage is the whole site's.");
    }

    internal IndexedDbStoreOptions Copy() => (IndexedDbStoreOptions)MemberwiseClone();
}

/// <summary>When a commit to IndexedDB counts as written.</summary>
public enum IndexedDbDurability
{
    /// <summary>When the browser has it on the disk: it survives that the browser, or the machine, ends at once.</summary>
    Strict,

    /// <summary>When the operating system has it: it survives the end of the browser. A lone commit is several times as quick.</summary>
    Relaxed,
}
