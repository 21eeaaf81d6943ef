using System.Globalization;

namespace PeerPersistence.Cli;

/// <summary>How many of what: 1 peer, 2 peers.</summary>
internal static class Counted
{
    public static string Of(long count, string noun, string ending = "s") => count.ToString("N0", CultureInfo.InvariantCulture) + " " + noun + (count == 1 ? "" : ending);
}
