namespace PeerPersistence;

/// <summary>A secret, or why there is none.</summary>
internal readonly record struct OpenedSecret(SecretStatus Status, string? Secret)
{
    /// <summary>Says the status, not the secret.</summary>
    public override string ToString() => Status.ToString();
}
