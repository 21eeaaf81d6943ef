namespace PeerPersistence.PostgreSql.Tests.Summaries;

/// <summary>What somebody does to the rows who knows SQL.</summary>
internal static class StoreRowsByHand
{
    /// <summary>All of a store, as a dump has it; what was there before is gone.</summary>
    public static async Task CopyAsync(string from, string to) => await (await SharedServer.Value).RunAsync($"""
        BEGIN;
        DELETE FROM peer_persistence WHERE store = '{to}';
        INSERT INTO peer_persistence SELECT '{to}', key, value FROM peer_persistence WHERE store = '{from}';
        COMMIT
        """);

    public static async Task RemoveSomeCutsAsync(string name, Random random) => await (await SharedServer.Value).RunAsync(
        $@"DELETE FROM peer_persistence WHERE store = '{name}' AND key >= '\xfe' AND key < '\xff' AND get_byte(key, 9) % 3 = {random.Next(3)}");
}
