using System.Globalization;
using System.Text;
using PeerPersistence.FuzzTests;
using SQLitePCL;
using Xunit.Abstractions;

namespace PeerPersistence.Sqlite.Tests;

/// <summary>Nothing else runs meanwhile: the heap is everybody's.</summary>
[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public sealed class MeasuredAlone;

/// <summary>What a hostile database or import takes: of the managed heap and of SQLite's own, at most five times its size.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class MemoryTests(ITestOutputHelper output) : IDisposable
{
    private const int Megabyte = 1024 * 1024;
    private const long Besides = 6 * Megabyte; // SQLite's caches of pages are two a connection.
    private const long BytesOfAPeer = 400; // What an open service keeps in memory of every peer, damaged or not.

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, Trait("Large", "")]
    [InlineData("one huge value", "WITH RECURSIVE n(i) AS (VALUES (1)) SELECT CAST('mesh:peer:' || i AS BLOB), zeroblob(8000000) FROM n", 1)]
    [InlineData("one huge key", "SELECT CAST('mesh:peer:' || hex(zeroblob(2000000)) AS BLOB), x'00'", 1)]
    [InlineData("huge values", "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 8) SELECT CAST('mesh:peer:' || i AS BLOB), zeroblob(1000000) FROM n", 8)]
    [InlineData("empty rows", "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 10000) SELECT CAST('mesh:peer:' || i AS BLOB), x'' FROM n", 10000)]
    [InlineData("rows of nobody", "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT CAST('mesh:' || i AS BLOB), x'' FROM n", 100000)]
    [InlineData("rows of another prefix", "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT CAST(i AS BLOB), x'' FROM n", 0)]
    public async Task Open_AHostileDatabase_HoldsAtMostFiveTimesItsSize(string kind, string rows, int count)
    {
        await (await _folder.OpenAsync()).DisposeAsync();
        using (var foreign = _folder.Foreign())
            foreign.Run($"INSERT INTO records (key, value) {rows}");

        await ShouldHoldAsync(kind, new FileInfo(_folder.Database).Length, count, async () =>
        {
            await using var store = await _folder.OpenAsync();
            await using var peers = new PeerPersistenceService(store);
            await peers.GetStorageStatsAsync();
            await peers.ExportDataAsync();
        });
    }

    [Theory, Trait("Large", "")]
    [InlineData("short peers", """{"peerId":"#"}""", "")]
    [InlineData("one long text", "xxxxxxxxxxxxxxxx", "\"}")]
    public async Task Import_OfNothingButOneKind_HoldsAtMostFiveTimesItsSize(string kind, string entry, string end)
    {
        var text = new StringBuilder("""{"version":"1.0.0","peers":[""" + (end.Length > 0 ? """{"peerId":"anna","displayName":"x""" : ""));
        for (var i = 0; text.Length < (end.Length == 0 ? Megabyte / 2 : 2 * Megabyte); i++)
            text.Append(i > 0 && end.Length == 0 ? "," : "").Append(entry.Replace("#", i.ToString("x", CultureInfo.InvariantCulture), StringComparison.Ordinal));
        var json = Encoding.UTF8.GetBytes(text.Append(end).Append("]}").ToString());
        text.Clear();

        await ShouldHoldAsync("import of " + kind, json.Length, 0, async () =>
        {
            await using var store = await _folder.OpenAsync();
            await using var peers = new PeerPersistenceService(store);
            (await peers.ImportFromAsync(new MemoryStream(json))).Imported.Should().BePositive();
        });
    }

    private async Task ShouldHoldAsync(string kind, long length, int peers, Func<Task> read)
    {
        _ = raw.sqlite3_memory_highwater(1);
        var before = raw.sqlite3_memory_used();
        var held = await MemoryMeter.HeldAsync(read);
        var ofSqlite = raw.sqlite3_memory_highwater(0) - before;

        output.WriteLine(FormattableString.Invariant(
            $"{kind}: {length} bytes, managed {(double)held / length:0.0}, SQLite {(double)ofSqlite / length:0.0} times"));
        (held + ofSqlite).Should().BeLessThan((5 * length) + Besides + (BytesOfAPeer * peers), kind);
    }
}
