using System.Runtime.InteropServices;

namespace PeerPersistence;

/// <summary>The calls of Apple's Security and CoreFoundation, under their own names.</summary>
internal static unsafe class AppleFrameworks
{
    private const string CoreFoundationPath = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation";
    private const string SecurityPath = "/System/Library/Frameworks/Security.framework/Security";
    private const string System = "/usr/lib/libSystem.dylib";
    private const int Lazy = 1;

    private static readonly nint CoreFoundationHandle = dlopen(CoreFoundationPath, Lazy);
    private static readonly nint SecurityHandle = dlopen(SecurityPath, Lazy);

    public static nint True => Constant(CoreFoundationHandle, "kCFBooleanTrue");

    /// <summary>One of Security's constants, by its name.</summary>
    public static nint Security(string name) => Constant(SecurityHandle, name);

    /// <summary>A CFString, to be released.</summary>
    public static nint Text(string text)
    {
        fixed (char* characters = text)
            return CFStringCreateWithCharacters(0, characters, text.Length);
    }

    /// <summary>A CFDictionary, to be released, which holds on to its keys and values.</summary>
    public static nint Dictionary(nint* keys, nint* values, int count) => CFDictionaryCreate(
        0, keys, values, count, Address(CoreFoundationHandle, "kCFTypeDictionaryKeyCallBacks"),
        Address(CoreFoundationHandle, "kCFTypeDictionaryValueCallBacks"));

    [DllImport(SecurityPath)]
    public static extern KeychainStatus SecItemAdd(nint attributes, nint* result);

    [DllImport(SecurityPath)]
    public static extern KeychainStatus SecItemCopyMatching(nint query, out nint result);

    [DllImport(CoreFoundationPath)]
    public static extern nint CFDataCreate(nint allocator, byte* bytes, nint length);

    [DllImport(CoreFoundationPath)]
    public static extern byte* CFDataGetBytePtr(nint data);

    [DllImport(CoreFoundationPath)]
    public static extern nint CFDataGetLength(nint data);

    [DllImport(CoreFoundationPath)]
    public static extern void CFRelease(nint held);

    // A constant is a variable: its address has been looked up, what it points to is meant.
    private static nint Constant(nint library, string name) => *(nint*)Address(library, name);

    private static nint Address(nint library, string name) =>
        dlsym(library, name) is var address and not 0 ? address : throw new EntryPointNotFoundException(name);

    [DllImport(CoreFoundationPath)]
    private static extern nint CFStringCreateWithCharacters(nint allocator, char* characters, nint length);

    [DllImport(CoreFoundationPath)]
    private static extern nint CFDictionaryCreate(
        nint allocator, nint* keys, nint* values, nint count, nint keyCallbacks, nint valueCallbacks);

    [DllImport(System, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern nint dlopen([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode);

    [DllImport(System, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern nint dlsym(nint library, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
