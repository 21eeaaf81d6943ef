namespace PeerPersistence;

/// <summary>What opens the secrets of an export, and what tells whether anything in it was changed.</summary>
/// <param name="Key">The backup's key, wrapped under the passphrase: <see cref="BackupSecrets.Header"/>.</param>
/// <param name="Seal">The seal over everything else: <see cref="BackupContent"/>.</param>
internal sealed record BackupProtection(string Key, string Seal)
{
    /// <summary>The export that the seal is over, as it was parsed; <c>null</c> for an export that was not.</summary>
    public ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>Compares what stands in the export: the seal is over the content.</summary>
    public bool Equals(BackupProtection? other) => other is not null && Key == other.Key && Seal == other.Seal;

    public override int GetHashCode() => HashCode.Combine(Key, Seal);

    /// <summary>No key, wrapped as it is.</summary>
    public override string ToString() => nameof(BackupProtection);
}
