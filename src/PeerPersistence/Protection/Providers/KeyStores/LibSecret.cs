using System.Runtime.InteropServices;

namespace PeerPersistence;

/// <summary>The calls of libsecret, and of GLib below it, under their own names.</summary>
internal static unsafe class LibSecret
{
    public const int SearchAll = 2;
    public const int SearchUnlock = 4;
    public const int SearchLoad = 8;

    /// <summary>The alias of the keyring in which new items go.</summary>
    public const string Default = "default";

    private const string Secret = "libsecret-1.so.0";
    private const string Gio = "libgio-2.0.so.0";
    private const string GObject = "libgobject-2.0.so.0";
    private const string GLib = "libglib-2.0.so.0";

    // After a domain and a code of 32 bits each.
    private const int MessageOffset = 8;

    /// <summary>A table of attributes, to be freed; without an id those that items are found by.</summary>
    public static nint Attributes(string application, string key, string? id = null)
    {
        // A table of GLib's own takes functions and texts of its own; this call makes one of both.
        var text = $"xdg:schema=PeerPersistence.MasterKey&application={Uri.EscapeDataString(application)}&key={Uri.EscapeDataString(key)}"
            + (id is null ? "" : $"&id={id}");
        var table = g_uri_parse_params(text, -1, "&", 0, out var error);
        return error == 0 ? table : throw new InvalidOperationException(MessageOf(error));
    }

    /// <summary>What a GError says.</summary>
    public static string? MessageOf(nint error) => Marshal.PtrToStringUTF8(*(nint*)(error + MessageOffset));

    [DllImport(Secret)]
    public static extern nint secret_service_get_sync(int flags, nint cancellable, out nint error);

    [DllImport(Secret)]
    public static extern void secret_service_disconnect();

    [DllImport(Secret)]
    public static extern ListNode* secret_service_search_sync(
        nint service, nint schema, nint attributes, int flags, nint cancellable, out nint error);

    [DllImport(Secret, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    public static extern int secret_service_store_sync(
        nint service, nint schema, nint attributes, [MarshalAs(UnmanagedType.LPUTF8Str)] string collection,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string label, nint value, nint cancellable, out nint error);

    [DllImport(Secret, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    public static extern nint secret_collection_for_alias_sync(
        nint service, [MarshalAs(UnmanagedType.LPUTF8Str)] string alias, int flags, nint cancellable, out nint error);

    [DllImport(Secret)]
    public static extern int secret_collection_get_locked(nint collection);

    [DllImport(Secret)]
    public static extern int secret_item_get_locked(nint item);

    [DllImport(Secret)]
    public static extern ulong secret_item_get_created(nint item);

    [DllImport(Secret)]
    public static extern nint secret_item_get_secret(nint item);

    [DllImport(Secret, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    public static extern nint secret_value_new(byte* secret, nint length, [MarshalAs(UnmanagedType.LPUTF8Str)] string contentType);

    [DllImport(Secret)]
    public static extern byte* secret_value_get(nint value, out nint length);

    [DllImport(Secret)]
    public static extern void secret_value_unref(nint value);

    [DllImport(Gio)]
    public static extern nint g_cancellable_new();

    [DllImport(Gio)]
    public static extern void g_cancellable_cancel(nint cancellable);

    [DllImport(Gio)]
    public static extern nint g_bus_get_sync(int type, nint cancellable, out nint error);

    [DllImport(Gio)]
    public static extern void g_dbus_connection_set_exit_on_close(nint connection, int exits);

    [DllImport(GObject)]
    public static extern void g_object_unref(nint held);

    [DllImport(GLib)]
    public static extern void g_hash_table_unref(nint table);

    [DllImport(GLib)]
    public static extern void g_list_free(ListNode* list);

    [DllImport(GLib)]
    public static extern void g_error_free(nint error);

    [DllImport(GLib, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern nint g_uri_parse_params(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string text, nint length, [MarshalAs(UnmanagedType.LPUTF8Str)] string separators, int flags,
        out nint error);

    /// <summary>GList.</summary>
    public struct ListNode
    {
        public nint Data;
        public ListNode* Next;
        public ListNode* Previous;
    }
}
