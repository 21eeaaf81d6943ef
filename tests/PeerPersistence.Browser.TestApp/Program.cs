using System.Runtime.InteropServices.JavaScript;

namespace PeerPersistence.Browser.TestApp;

/// <summary>Runs what a test asks for, by name.</summary>
internal static partial class Program
{
    private static readonly Dictionary<string, Func<string, Task<string>>> Scenarios = new()
    {
        ["kit"] = Kit.RunAsync,
        ["open"] = Counter.OpenAsync,
        ["increment"] = Counter.IncrementAsync,
        ["read"] = Counter.ReadAsync,
        ["write"] = Counter.WriteAsync,
        ["commits"] = Commits.SplitAsync,
        ["close"] = Counter.CloseAsync,
        ["fill"] = Counter.FillAsync,
        ["envelopes"] = Envelopes.GoldenAsync,
        ["seals"] = Envelopes.RowAsync,
        ["master-key"] = Envelopes.MasterKeyAsync,
        ["pbkdf2"] = Envelopes.DeriveAsync,
        ["no-store"] = Services.NoStoreAsync,
        ["peers"] = Services.PeersAsync,
        ["passphrase"] = Services.PassphraseAsync,
        ["watch"] = Services.WatchAsync,
        ["store-peer"] = Services.StoreAsync,
        ["identities"] = Services.IdentitiesAsync,
        ["estimate"] = Services.EstimateAsync,
        ["many"] = Services.ManyAsync,
        ["open-many"] = Services.OpenManyAsync,
        ["loss"] = Loss.RunAsync,
        ["original-set"] = Original.SetAsync,
        ["original-in-place"] = Original.InPlaceAsync,
        ["original-moved-by-half"] = Original.MovedByHalfAsync,
        ["original-moved"] = Original.MovedAsync,
    };

    private static Task Main() => Task.CompletedTask;

    [JSExport]
    internal static async Task<string> RunAsync(string name, string argument)
    {
        try
        {
            return await Scenarios[name](argument);
        }
        catch (Exception e)
        {
            // Whole, so that a test says what was wrong.
            throw new InvalidOperationException($"{name} {argument}: {e}");
        }
    }
}
