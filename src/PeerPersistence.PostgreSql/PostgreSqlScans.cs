using System.Runtime.CompilerServices;
using Npgsql;

namespace PeerPersistence;

/// <summary>Reads the rows of one store in order. Until the first is given away a scan can begin again, so 4 MB are read before.</summary>
internal sealed class PostgreSqlScans(PostgreSqlSessions sessions, PostgreSqlSchema schema, string store)
{
    private const int MostBytesAhead = 4 * 1024 * 1024;
    private const int BytesOfARow = 128; // Its key and the objects, roughly.

    /// <param name="from">The first key.</param>
    /// <param name="to">Behind the last key.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ReadAsync(
        byte[] from, byte[] to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (rows, (first, isAll)) = await sessions.ReadAsync(
            connection => PostgreSqlSchema.Command(connection, schema.Scan, store, from, to), FirstAsync,
            cancellationToken).ConfigureAwait(false);
        if (isAll)
            await rows.DisposeAsync().ConfigureAwait(false); // Whoever takes them takes no connection.
        try
        {
            foreach (var row in first)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return row;
            }

            while (!isAll && await NextAsync(rows, cancellationToken).ConfigureAwait(false))
            {
                if (TryRead(rows, out var row))
                    yield return row;
            }
        }
        finally
        {
            // Never twice: the connection has one reader, and by then it may be somebody else's.
            if (!isAll)
                await rows.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task<(List<KeyValuePair<string, ReadOnlyMemory<byte>>> Rows, bool IsAll)> FirstAsync(
        NpgsqlDataReader rows, CancellationToken cancellationToken)
    {
        var first = new List<KeyValuePair<string, ReadOnlyMemory<byte>>>();
        for (var bytes = 0; bytes < MostBytesAhead; bytes += BytesOfARow)
        {
            if (!await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
                return (first, true);
            if (!TryRead(rows, out var row))
                continue;
            first.Add(row);
            bytes += row.Value.Length;
        }

        return (first, false);
    }

    private async ValueTask<bool> NextAsync(NpgsqlDataReader rows, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await rows.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (PostgreSqlErrors.IsOurs(failure))
        {
            throw sessions.Translate(failure);
        }
    }

    /// <returns><c>false</c>: it is none of ours, somebody else put it there.</returns>
    private static bool TryRead(NpgsqlDataReader rows, out KeyValuePair<string, ReadOnlyMemory<byte>> row)
    {
        var isOurs = OrdinalKey.TryDecode(rows.GetFieldValue<byte[]>(0), out var key);
        row = isOurs ? new(key, rows.GetFieldValue<byte[]>(1)) : default;
        return isOurs;
    }
}
