using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using static PeerPersistence.Sqlite.Tests.StoreText;

namespace PeerPersistence.Sqlite.Tests;

/// <summary>Rows that no store wrote cost the others nothing, and no memory beyond the database's own size.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class PlantedRowsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("C3")]
    [InlineData("E282")]
    [InlineData("80")]
    [InlineData("C080")]
    [InlineData("E08080")]
    [InlineData("F09F9491")]
    [InlineData("E24141")]
    public async Task Scan_AKeyThatIsNone_IsPassedOver(string end)
    {
        await using (var store = await _folder.OpenAsync())
            await store.CommitAsync(new KeyValueBatch().Set("mesh:a", Bytes("1")).Set("mesh:\uFFFF", Bytes("2")));
        using (var foreign = _folder.Foreign())
            foreign.Run($"INSERT INTO records (key, value) VALUES (x'6D6573683A{end}', x'00')");

        await using var again = await _folder.OpenAsync();
        List<string> keys = [];
        await foreach (var (key, _) in again.ScanAsync("mesh:"))
            keys.Add(key);

        keys.Should().Equal("mesh:a", "mesh:\uFFFF");
    }

    [Fact]
    public async Task GetChanges_ALogThatNamesAnEndlessNumberOfKeys_IsNotFollowed()
    {
        await using var store = await _folder.OpenAsync();
        await store.PutAsync("k", "v");
        var token = (await store.GetChangesAsync(null)).Token;
        var keys = LoggedKeys.Encode([.. Enumerable.Range(0, 100_000).Select(i => $"{i:x}")]);
        using (var foreign = _folder.Foreign())
            foreign.Run($"INSERT INTO changes (position, keys) VALUES (1000, x'{Convert.ToHexString(keys)}')");

        (await store.GetChangesAsync(token)).Keys.Should().BeNull("who is so far behind scans");
    }

    /// <summary>Three hundred rows of which each claims the pages of the first are a hundred times the file.</summary>
    [Fact]
    public async Task GetMany_RowsThatShareTheirPages_IsDamageWithinTenTimesTheFile()
    {
        var keys = Enumerable.Range(0, 300).Select(i => $"k{i:000}").ToArray();
        await using (var store = await _folder.OpenAsync())
        {
            var batch = new KeyValueBatch();
            foreach (var key in keys)
                batch.Set(key, new byte[key == "k000" ? 1_000_000 : 20_000]);
            await store.CommitAsync(batch);
            await store.CompactAsync();
        }

        var bytes = await File.ReadAllBytesAsync(_folder.Database);
        SharePages(bytes).Should().Be(keys.Length - 1);
        await File.WriteAllBytesAsync(_folder.Database, bytes);

        await using var again = await _folder.OpenAsync();
        (await again.GetAsync("k001")).Should().NotBeNull().And.Match<ReadOnlyMemory<byte>>(value => value.Length == 1_000_000, "the file is as it was made");
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await FluentActions.Awaiting(() => again.GetManyAsync(keys).AsTask()).Should().ThrowAsync<StoreCorruptedException>();
        (GC.GetTotalAllocatedBytes(precise: true) - before).Should().BeLessThan(11L * bytes.Length);
    }

    /// <summary>Lets every long row of the table go on where the longest does.</summary>
    private static int SharePages(byte[] database)
    {
        const int PageSize = 4096;
        const byte LeafOfATable = 0x0D;
        List<int> cells = [];
        for (var page = PageSize; page < database.Length; page += PageSize)
        {
            if (database[page] != LeafOfATable)
                continue;
            for (var i = 0; i < BinaryPrimitives.ReadUInt16BigEndian(database.AsSpan(page + 3)); i++)
                cells.Add(page + BinaryPrimitives.ReadUInt16BigEndian(database.AsSpan(page + 8 + (2 * i))));
        }

        cells = cells.FindAll(cell => Length(database, cell) > PageSize);
        var longest = cells.MaxBy(cell => Length(database, cell));
        foreach (var cell in cells.Where(cell => cell != longest))
        {
            database.AsSpan(longest, 3).CopyTo(database.AsSpan(cell)); // How long the row is.
            database.AsSpan(Serial(longest), 3).CopyTo(database.AsSpan(Serial(cell))); // How long its value is.
            database.AsSpan(Overflow(longest), 4).CopyTo(database.AsSpan(Overflow(cell)));
        }

        return cells.Count - 1;

        // Behind length and row: the header's length, the types of id and key.
        int Serial(int cell) => Header(cell) + 3;

        int Header(int cell) => cell + 3 + (database[cell + 3] < 0x80 ? 1 : 2);

        int Overflow(int cell) => Header(cell) + Local(Length(database, cell));
    }

    private static int Length(byte[] database, int cell)
    {
        var (length, at) = (0, cell);
        do
            length = (length << 7) | (database[at] & 0x7F);
        while (database[at++] >= 0x80 && at - cell < 3);
        return length;
    }

    /// <summary>How much of a row lies in the leaf (the format's "M" and "K").</summary>
    private static int Local(int length)
    {
        const int Usable = 4096;
        const int Least = ((Usable - 12) * 32 / 255) - 23;
        var wanted = Least + ((length - Least) % (Usable - 4));
        return wanted <= Usable - 35 ? wanted : Least;
    }
}
