using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>The keyring of this session, over libsecret. A value is kept as base64, so that a person can copy it.</summary>
internal sealed unsafe class DesktopKeyring(KeyStoreName name) : IDesktopKeyring
{
    private static readonly Comparer<byte[]> ByteOrder = Comparer<byte[]>.Create((one, other) => one.AsSpan().SequenceCompareTo(other));

    /// <inheritdoc/>
    public KeyringItems Find(bool mayAsk, CancellationToken cancellationToken)
    {
        using var session = new KeyringSession(cancellationToken);
        var flags = LibSecret.SearchAll | LibSecret.SearchLoad | (mayAsk ? LibSecret.SearchUnlock : 0);
        var attributes = LibSecret.Attributes(name.Application, name.Key);
        var list = LibSecret.secret_service_search_sync(session.Service, 0, attributes, flags, session.Cancellable, out var error);
        LibSecret.g_hash_table_unref(attributes);
        session.ThrowOn(error);

        var (found, isLocked) = (new List<(ulong Created, byte[] Value)>(), false);
        for (var node = list; node != null; node = node->Next)
        {
            if (LibSecret.secret_item_get_locked(node->Data) != 0)
                isLocked = true;
            else
                found.Add((LibSecret.secret_item_get_created(node->Data), ValueOf(node->Data)));
            LibSecret.g_object_unref(node->Data);
        }

        LibSecret.g_list_free(list);
        // Two of one second need an order, too, and the same for everybody.
        return new([.. found.OrderBy(item => item.Created).ThenBy(item => item.Value, ByteOrder).Select(item => item.Value)], isLocked);
    }

    /// <inheritdoc/>
    public bool TakesWithoutAsking(CancellationToken cancellationToken)
    {
        using var session = new KeyringSession(cancellationToken);
        var collection = LibSecret.secret_collection_for_alias_sync(session.Service, LibSecret.Default, 0, session.Cancellable, out var error);
        session.ThrowOn(error);
        if (collection == 0)
            return false;
        var isLocked = LibSecret.secret_collection_get_locked(collection) != 0;
        LibSecret.g_object_unref(collection);
        return !isLocked;
    }

    /// <inheritdoc/>
    public bool Add(ReadOnlySpan<byte> value, CancellationToken cancellationToken)
    {
        using var session = new KeyringSession(cancellationToken);
        var text = new byte[Base64.GetMaxEncodedToUtf8Length(value.Length)];
        Base64.EncodeToUtf8(value, text, out _, out var length);
        // With an attribute of its own it replaces no other item.
        var attributes = LibSecret.Attributes(name.Application, name.Key, Guid.NewGuid().ToString("N"));
        fixed (byte* bytes = text)
        {
            var secret = LibSecret.secret_value_new(bytes, length, "text/plain");
            var isKept = LibSecret.secret_service_store_sync(
                session.Service, 0, attributes, LibSecret.Default, $"{name.Application}: the key of its peers", secret, session.Cancellable,
                out var error);
            LibSecret.secret_value_unref(secret);
            LibSecret.g_hash_table_unref(attributes);
            CryptographicOperations.ZeroMemory(text);
            session.ThrowOn(error);
            return isKept != 0;
        }
    }

    /// <summary>Empty where the item holds no base64.</summary>
    private static byte[] ValueOf(nint item)
    {
        var secret = LibSecret.secret_item_get_secret(item);
        if (secret == 0)
            return [];
        var text = new ReadOnlySpan<byte>(LibSecret.secret_value_get(secret, out var length), (int)length);
        var value = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        var status = Base64.DecodeFromUtf8(text, value, out _, out var written);
        LibSecret.secret_value_unref(secret);
        var decoded = status == OperationStatus.Done ? value[..written] : [];
        CryptographicOperations.ZeroMemory(value);
        return decoded;
    }
}
