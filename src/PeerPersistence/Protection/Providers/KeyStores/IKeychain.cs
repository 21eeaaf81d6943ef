namespace PeerPersistence;

/// <summary>One item of the Keychain. Calls block, where a person is asked until the answer.</summary>
internal interface IKeychain
{
    /// <summary>Reads the item; the value is there where this is a success.</summary>
    KeychainStatus Find(out byte[]? value);

    /// <summary>Makes the item; one that is there stays.</summary>
    KeychainStatus Add(ReadOnlySpan<byte> value);
}

/// <summary>What the Keychain answers: an OSStatus. There are more than these.</summary>
internal enum KeychainStatus
{
    Success = 0,
    Cancelled = -128, // errSecUserCanceled
    AuthorizationFailed = -25293, // errSecAuthFailed
    Duplicate = -25299, // errSecDuplicateItem
    NotFound = -25300, // errSecItemNotFound
    InteractionNotAllowed = -25308, // errSecInteractionNotAllowed
}
