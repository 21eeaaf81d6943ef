namespace PeerPersistence;

/// <summary>Where a secret belongs; elsewhere it does not open.</summary>
/// <param name="peerId">The peer.</param>
/// <param name="field">The field of its record.</param>
/// <param name="revision">Grows with every new value of the field, so that an older value cannot be put back.</param>
internal readonly struct SecretContext(string peerId, string field, long revision)
{
    public string PeerId { get; init; } = peerId;

    public string Field { get; init; } = field;

    public long Revision { get; init; } = revision;

    /// <summary>The envelope's context: store id, field, peer id (UTF-8) and revision (8 bytes), each after its length.</summary>
    public byte[] ToBytes(byte[] storeId) =>
        AssociatedData.Join(storeId, AssociatedData.Part(Field), AssociatedData.Part(PeerId), AssociatedData.Part(Revision));
}
