namespace PeerPersistence;

/// <summary>Names that Windows takes for a device in any folder, whatever follows their first dot: what is written there is gone.</summary>
internal static class DeviceNames
{
    /// <summary>What Windows makes of the full path of what it takes for a device, which not all its versions do alike.</summary>
    public static bool IsPath(string fullPath) => fullPath.StartsWith(@"\\.\", StringComparison.Ordinal);

    public static bool Contain(string fileName) => fileName.Split('.')[0].ToLowerInvariant() switch
    {
        "con" or "prn" or "aux" or "nul" => true,
        { Length: 4 } name => (name.StartsWith("com", StringComparison.Ordinal) || name.StartsWith("lpt", StringComparison.Ordinal))
            && name[3] is >= '0' and <= '9',
        _ => false,
    };
}
