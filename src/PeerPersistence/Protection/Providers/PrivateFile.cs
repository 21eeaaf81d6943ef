namespace PeerPersistence;

/// <summary>Creates a file whole, durable, and from its first instant for this user only.</summary>
internal static class PrivateFile
{
    /// <summary>Creates the file and its folders; of several who try at once one succeeds.</summary>
    /// <returns><c>false</c>: the file exists already, and stays as it is.</returns>
    public static async Task<bool> TryCreateAsync(
        IFileSystem files, string path, ReadOnlyMemory<byte> content, TimeProvider time, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(path)!;
        files.CreateFolder(folder);
        var temporary = $"{path}.{Guid.NewGuid():N}";
        try
        {
            return await HeldFiles.InsistAsync(
                () => Task.FromResult(TryCreate(files, temporary, path, content.Span)), time, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // It must not stay, whatever came before.
            await HeldFiles.InsistAsync(() => Task.FromResult(Delete(files, temporary)), time, CancellationToken.None)
                .ConfigureAwait(false);
            files.SyncFolder(folder);
        }
    }

    private static bool TryCreate(IFileSystem files, string temporary, string path, ReadOnlySpan<byte> content)
    {
        using (var file = files.Create(temporary))
        {
            file.Write(0, content);
            file.Sync();
        }

        return files.TryName(temporary, path);
    }

    private static bool Delete(IFileSystem files, string path)
    {
        files.Delete(path);
        return true;
    }
}
