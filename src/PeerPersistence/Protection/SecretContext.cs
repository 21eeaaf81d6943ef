namespace PeerPersistence;

/// <summary>Where a secret belongs; elsewhere it does not open.</summary>
/// <param name="PeerId">The peer.</param>
/// <param name="Field">The field of its record.</param>
/// <param name="Revision">Grows with every new value of the field, so that an older value cannot be put back.</param>
internal readonly record struct SecretContext(string PeerId, string Field, long Revision)
{
    /// <summary>The envelope's context: store id, field, peer id (UTF-8) and revision (8 bytes), each after its length.</summary>
    public byte[] ToBytes(byte[] storeId) =>
        AssociatedData.Join(storeId, AssociatedData.Part(Field), AssociatedData.Part(PeerId), AssociatedData.Part(Revision));
}
