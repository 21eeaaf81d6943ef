using System.Globalization;

namespace PeerPersistence.Cli;

/// <summary>How many of what: 1 peer, 2 peers, 1 try, 2 tries.</summary>
internal static class Counted
{
    public static string Of(double count, string one, string? many = null) =>
        count.ToString("N0", CultureInfo.InvariantCulture) is var number && number == "1" ? $"1 {one}" : $"{number} {many ?? one + "s"}";
}
