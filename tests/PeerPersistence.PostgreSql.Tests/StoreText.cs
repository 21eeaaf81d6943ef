using System.Text;

namespace PeerPersistence.PostgreSql.Tests;

/// <summary>What tests say to a store.</summary>
internal static class StoreText
{
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    extension(IKeyValueStore store)
    {
        public async Task<string?> ReadAsync(string key) => await store.GetAsync(key) is { } value ? Encoding.UTF8.GetString(value.Span) : null;

        public async Task PutAsync(string key, string text) => (await store.CommitAsync(new KeyValueBatch().Set(key, Bytes(text)))).Should().BeTrue();

        /// <summary>Raises counters by one in one commit, again and again until it comes first.</summary>
        public async Task IncrementAsync(params string[] keys)
        {
            for (var done = false; !done;)
            {
                var batch = new KeyValueBatch();
                foreach (var key in keys)
                {
                    var read = await store.GetAsync(key);
                    batch.Expect(key, read).Set(key, BitConverter.GetBytes(read is { } bytes ? BitConverter.ToInt32(bytes.Span) + 1 : 1));
                }

                done = await store.CommitAsync(batch);
            }
        }

        public async Task<int> CountAsync(string key) => await store.GetAsync(key) is { } bytes ? BitConverter.ToInt32(bytes.Span) : 0;
    }

    /// <summary>The keys of a scan.</summary>
    public static async Task<List<string>> ToListAsync(this IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> scan)
    {
        var keys = new List<string>();
        await foreach (var (key, _) in scan)
            keys.Add(key);
        return keys;
    }
}
