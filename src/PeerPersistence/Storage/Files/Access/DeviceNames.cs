namespace PeerPersistence;

/// <summary>Names that Windows takes for a device in any folder, whatever follows their first dot: what is written there is gone.</summary>
internal static class DeviceNames
{
    public static bool Contain(string fileName) => fileName.Split('.')[0].ToLowerInvariant() switch
    {
        "con" or "prn" or "aux" or "nul" => true,
        { Length: 4 } name => (name.StartsWith("com", StringComparison.Ordinal) || name.StartsWith("lpt", StringComparison.Ordinal))
            && name[3] is >= '0' and <= '9',
        _ => false,
    };
}
