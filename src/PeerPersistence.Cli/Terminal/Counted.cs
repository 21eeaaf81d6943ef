using System.Globalization;

namespace PeerPersistence.Cli;

/// <summary>How many of what: 1 peer, 2 peers, 1 try, 2 tries.</summary>
internal static class Counted
{
    /// <summary>1 peer is, 2 peers are.</summary>
    public static string Are(double count, string one, string? many = null) =>
        Of(count, one, many) is var counted && counted.StartsWith("1 ", StringComparison.Ordinal) ? counted + " is" : counted + " are";

    public static string Of(double count, string one, string? many = null) =>
        count.ToString("N0", CultureInfo.InvariantCulture) is var number && number == "1" ? $"1 {one}" : $"{number} {many ?? one + "s"}";
}
