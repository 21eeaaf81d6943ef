namespace PeerPersistence;

/// <summary>Creates a file whole, durable, and from its first instant for this user only.</summary>
internal static class PrivateFile
{
    /// <summary>Creates the file and its folders; of several who try at once one succeeds.</summary>
    /// <returns><c>false</c>: the file exists already, and stays as it is.</returns>
    public static bool TryCreate(IFileSystem files, string path, ReadOnlySpan<byte> content)
    {
        var folder = Path.GetDirectoryName(path)!;
        files.CreateFolder(folder);
        var temporary = $"{path}.{Guid.NewGuid():N}";
        try
        {
            using (var file = files.Create(temporary))
            {
                file.Write(0, content);
                file.Sync();
            }

            return files.TryName(temporary, path);
        }
        finally
        {
            files.Delete(temporary);
            files.SyncFolder(folder);
        }
    }
}
