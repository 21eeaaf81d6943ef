using System.Runtime.InteropServices;

namespace PeerPersistence;

/// <summary>The Keychain of macOS, over SecItemAdd and SecItemCopyMatching.</summary>
internal sealed unsafe class Keychain(KeyStoreName name) : IKeychain
{
    /// <inheritdoc/>
    public KeychainStatus Find(out byte[]? value)
    {
        ThrowIfElsewhere();
        value = null;
        using var query = Item();
        query.Add("kSecReturnData", AppleFrameworks.True);
        query.Add("kSecMatchLimit", AppleFrameworks.Security("kSecMatchLimitOne"));
        var dictionary = query.ToDictionary();
        var status = AppleFrameworks.SecItemCopyMatching(dictionary, out var data);
        if (status == KeychainStatus.Success)
        {
            value = new ReadOnlySpan<byte>(AppleFrameworks.CFDataGetBytePtr(data), (int)AppleFrameworks.CFDataGetLength(data)).ToArray();
            AppleFrameworks.CFRelease(data);
        }

        return status;
    }

    /// <inheritdoc/>
    public KeychainStatus Add(ReadOnlySpan<byte> value)
    {
        ThrowIfElsewhere();
        using var item = Item();
        fixed (byte* bytes = value)
            item.AddOwned("kSecValueData", AppleFrameworks.CFDataCreate(0, bytes, value.Length));
        // Service and account are the primary key of a generic password: a second one with the same is errSecDuplicateItem.
        return AppleFrameworks.SecItemAdd(item.ToDictionary(), null);
    }

    private AppleDictionary Item()
    {
        var item = new AppleDictionary();
        item.Add("kSecClass", AppleFrameworks.Security("kSecClassGenericPassword"));
        item.AddOwned("kSecAttrService", AppleFrameworks.Text(name.Application));
        item.AddOwned("kSecAttrAccount", AppleFrameworks.Text(name.Key));
        return item;
    }

    private static void ThrowIfElsewhere()
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.OSX))
            throw new SecretUnavailableException(
                "The Keychain provider is for macOS. On this platform use a DelegateKeyProvider, a PassphraseProvider or a KeyFileProvider.");
    }
}
