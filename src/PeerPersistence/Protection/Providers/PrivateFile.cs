namespace PeerPersistence;

/// <summary>Creates a file whole, durable, and from its first instant for this user only.</summary>
internal static class PrivateFile
{
    /// <summary>Creates the file and its folders; of several who try at once one succeeds.</summary>
    /// <returns><c>false</c>: the file exists already, and stays as it is.</returns>
    public static async Task<bool> TryCreateAsync(
        IFileSystem files, string path, ReadOnlyMemory<byte> content, TimeProvider time, TimeSpan renamePatience,
        CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(path)!;
        files.CreateFolder(folder);
        var temporary = $"{path}.{Guid.NewGuid():N}";
        var isAnswered = true;
        try
        {
            return await HeldFiles.InsistAsync(
                () =>
                {
                    Create(files, temporary, content.Span);
                    return Task.FromResult(BoundedRename.Within(renamePatience, () => files.TryName(temporary, path)));
                },
                time, cancellationToken).ConfigureAwait(false);
        }
        catch (UnansweredException late)
        {
            isAnswered = false;
            late.Then(() => _ = CleanAsync());
            throw;
        }
        finally
        {
            if (isAnswered)
                await CleanAsync().ConfigureAwait(false);
        }

        // It must not stay, whatever came before.
        async Task CleanAsync()
        {
            await HeldFiles.InsistAsync(() => Task.FromResult(Delete(files, temporary)), time, CancellationToken.None)
                .ConfigureAwait(false);
            files.SyncFolder(folder);
        }
    }

    private static void Create(IFileSystem files, string temporary, ReadOnlySpan<byte> content)
    {
        using var file = files.Create(temporary);
        file.Write(0, content);
        file.Sync();
    }

    private static bool Delete(IFileSystem files, string path)
    {
        files.Delete(path);
        return true;
    }
}
