namespace PeerPersistence.Tests;

/// <summary>Small inputs from reports of programs that do this job.</summary>
internal static class Reports
{
    public static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "reports", name));
}
