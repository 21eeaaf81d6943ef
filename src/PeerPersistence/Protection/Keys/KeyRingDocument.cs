using System.Buffers.Binary;

namespace PeerPersistence;

/// <summary>A key ring as it is stored: immutable, and nothing in it is secret without the master key.</summary>
/// <param name="StoreId">16 random bytes that every sealed value of the store is bound to.</param>
/// <param name="Provider">The name of the provider that wrapped the keys.</param>
/// <param name="Keys">The data keys, one of them active; ids are unique and not 0.</param>
internal sealed record KeyRingDocument(byte[] StoreId, string Provider, IReadOnlyList<WrappedKey> Keys)
{
    public const int StoreIdLength = 16;
    public const int DataKeyLength = 32;

    public WrappedKey Active => Keys.Single(key => key.State == KeyState.Active);

    public WrappedKey? Find(uint id) => Keys.FirstOrDefault(key => key.Id == id && key.State != KeyState.Destroyed);

    /// <summary>What a wrapped key is bound to: a key cannot be moved to another ring, renumbered, or given another state.</summary>
    public byte[] WrappingContext(uint id, KeyState state)
    {
        var number = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(number, id);
        return AssociatedData.Join(
            AssociatedData.Part("PeerPersistence data key"), StoreId, AssociatedData.Part(Provider), number,
            AssociatedData.Part(KeyRingFormat.Name(state)));
    }
}

/// <summary>A data key as it lies in the ring: wrapped by the master key, or destroyed and <c>null</c>.</summary>
internal sealed class WrappedKey(uint id, KeyState state, byte[]? wrapped)
{
    public uint Id => id;

    public KeyState State => state;

    public byte[]? Wrapped => wrapped;
}
