using System.Globalization;

namespace PeerPersistence.CrashTests;

/// <summary>Where chance begins, and how long to go on.</summary>
/// <remarks>
/// PEERPERSISTENCE_SEED begins elsewhere than at 1; PEERPERSISTENCE_SOAK does everything so many times as long (1 unless set).
/// </remarks>
internal static class Seeds
{
    public static int First { get; } = Read("PEERPERSISTENCE_SEED");

    public static int Soak { get; } = Read("PEERPERSISTENCE_SOAK");

    public static IEnumerable<int> Take(int count) => Enumerable.Range(First, count * Soak);

    private static int Read(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : 1;
}
