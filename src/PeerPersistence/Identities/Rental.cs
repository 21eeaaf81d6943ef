namespace PeerPersistence;

/// <summary>Keeps an identity open until it is disposed of.</summary>
internal readonly struct Rental(IdentityPool pool, IdentitySlot slot) : IDisposable
{
    public ServiceCore Core => slot.Opened!.Core;

    public void Dispose() => pool.Return(slot);

    /// <summary>Closes the identity with nothing left in its store, unless somebody else uses it meanwhile.</summary>
    public Task EraseAsync() => pool.EraseAsync(slot);
}
