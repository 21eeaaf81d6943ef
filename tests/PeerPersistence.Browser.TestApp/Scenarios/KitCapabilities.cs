using PeerPersistence.Testing;

namespace PeerPersistence.Browser.TestApp;

/// <summary>What the stores in a browser can do. The tests know it, too, to run a case each.</summary>
internal static class KitCapabilities
{
    public const StoreCapabilities IndexedDb = StoreCapabilities.Persistent | StoreCapabilities.ChangeTracking
        | StoreCapabilities.MultipleWriters | StoreCapabilities.BinaryValues | StoreCapabilities.BatchReading;

    public const StoreCapabilities LocalStorage = StoreCapabilities.Persistent | StoreCapabilities.ChangeTracking
        | StoreCapabilities.ExclusiveAccess | StoreCapabilities.BinaryValues | StoreCapabilities.BatchReading
        | StoreCapabilities.LimitedRoom;

    public const StoreCapabilities InMemory = StoreCapabilities.ChangeTracking | StoreCapabilities.BinaryValues
        | StoreCapabilities.BatchReading;
}
