using System.Text;

namespace PeerPersistence;

/// <summary>An export in a stream: JSON in UTF-8.</summary>
internal static class PeerExportStream
{
    private const int Piece = 64 * 1024;

    public static async Task WriteAsync(PeerExport export, Stream destination, CancellationToken cancellationToken)
    {
        using var utf8 = PeerExportJson.WriteUtf8(export);
        utf8.Position = 0;
        await utf8.CopyToAsync(destination, cancellationToken).ConfigureAwait(false);
        await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="ImportFormatException">It is no export, one of a newer version, or too large.</exception>
    public static async Task<PeerExport> ReadAsync(Stream source, int maxSize, CancellationToken cancellationToken)
    {
        var pieces = new List<byte[]>();
        var (total, used) = (0, 0);
        while (true)
        {
            if (pieces.Count == 0 || used == pieces[^1].Length)
            {
                pieces.Add(new byte[Piece]);
                used = 0;
            }

            var count = await source.ReadAsync(pieces[^1].AsMemory(used), cancellationToken).ConfigureAwait(false);
            if (count == 0)
                break;
            used += count;
            if ((total += count) > maxSize)
                throw new ImportFormatException($"An export must have at most {maxSize} bytes (had more).");
        }

        var utf8 = Joined(pieces, total);
        var mark = Encoding.UTF8.Preamble;
        return PeerExportReader.Read(utf8.AsSpan().StartsWith(mark) ? utf8.AsMemory(mark.Length) : utf8);
    }

    private static byte[] Joined(List<byte[]> pieces, int total)
    {
        var utf8 = new byte[total];
        for (var i = 0; i < pieces.Count; i++)
        {
            pieces[i].AsSpan(0, Math.Min(Piece, total - (i * Piece))).CopyTo(utf8.AsSpan(i * Piece));
            pieces[i] = []; // Nobody holds the text twice while it is read.
        }

        return utf8;
    }
}
