using System.Text;

namespace PeerPersistence;

/// <summary>An export in a stream: JSON in UTF-8.</summary>
internal static class PeerExportStream
{
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
        using var utf8 = new MemoryStream();
        var buffer = new byte[81_920];
        int count;
        while ((count = await source.ReadAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false)) > 0)
        {
            utf8.Write(buffer, 0, count);
            if (utf8.Length > maxSize)
                throw new ImportFormatException($"An export must have at most {maxSize} bytes (had more).");
        }

        var read = utf8.GetBuffer().AsMemory(0, (int)utf8.Length);
        var mark = Encoding.UTF8.Preamble;
        return PeerExportJson.Read(read.Span.StartsWith(mark) ? read[mark.Length..] : read);
    }
}
