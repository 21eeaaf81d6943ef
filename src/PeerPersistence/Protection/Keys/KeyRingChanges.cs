using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>One ring in, the next one out.</summary>
internal static class KeyRingChanges
{
    /// <summary>A new active key; the present one is wrapped again as one that only opens.</summary>
    public static async ValueTask<KeyRingDocument> RotateAsync(
        KeyRingDocument ring, MasterKey master, RandomFill random, CancellationToken cancellationToken)
    {
        // The present key first: where the master key is lost, none is to be made for the next one.
        var retired = await RewrapAsync(
            ring, ring.Active, master, ring, KeyState.DecryptOnly, master, cancellationToken).ConfigureAwait(false);
        var id = ring.Keys.Max(key => key.Id) + 1;
        var dataKey = new byte[KeyRingDocument.DataKeyLength];
        random(dataKey);
        try
        {
            var active = await master.WrapAsync(ring, id, KeyState.Active, dataKey, cancellationToken).ConfigureAwait(false);
            return ring with { Keys = [.. ring.Keys.Where(key => key.Id != retired.Id), retired, active] };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    /// <summary>Every key wrapped by another master key.</summary>
    public static async ValueTask<KeyRingDocument> RewrapAsync(
        KeyRingDocument ring, MasterKey from, MasterKey to, CancellationToken cancellationToken)
    {
        var target = ring with { Provider = to.Name };
        var keys = new List<WrappedKey>();
        foreach (var key in ring.Keys)
        {
            keys.Add(key.State == KeyState.Destroyed
                ? key
                : await RewrapAsync(ring, key, from, target, key.State, to, cancellationToken).ConfigureAwait(false));
        }

        return target with { Keys = keys };
    }

    /// <summary>Of the given keys those that only open are gone; their ids stay taken.</summary>
    public static KeyRingDocument Destroy(KeyRingDocument ring, IReadOnlyCollection<uint> ids) => ring with
    {
        Keys = [.. ring.Keys.Select(key => key.State == KeyState.DecryptOnly && ids.Contains(key.Id)
            ? new WrappedKey(key.Id, KeyState.Destroyed, null)
            : key)],
    };

    private static async ValueTask<WrappedKey> RewrapAsync(
        KeyRingDocument ring, WrappedKey key, MasterKey from, KeyRingDocument target, KeyState state, MasterKey to,
        CancellationToken cancellationToken)
    {
        var dataKey = await from.UnwrapAsync(ring, key, cancellationToken).ConfigureAwait(false);
        try
        {
            return await to.WrapAsync(target, key.Id, state, dataKey, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }
}
