namespace PeerPersistence;

/// <summary>An opened envelope: the plaintext, to be cleared by who asked, or the fault.</summary>
/// <remarks>A class: the runtime would compile tasks anew for each value type.</remarks>
internal sealed class OpenedEnvelope(EnvelopeFault fault, byte[]? plaintext)
{
    public EnvelopeFault Fault => fault;

    public byte[]? Plaintext => plaintext;
}

/// <summary>Why an envelope does not open.</summary>
internal enum EnvelopeFault
{
    None,

    /// <summary>No envelope of this version.</summary>
    Malformed,

    /// <summary>Sealed under another key, or changed in its first 24 bytes.</summary>
    WrongKey,

    /// <summary>The key is right; commitment or ciphertext were changed, or belongs to another context.</summary>
    Tampered,
}
