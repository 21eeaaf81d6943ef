namespace PeerPersistence;

/// <summary>Creates a file whole, durable, and from its first instant for this user only.</summary>
internal static class PrivateFile
{
    /// <summary>Creates the file and its folders; of several who try at once one succeeds.</summary>
    /// <returns><c>false</c>: the file exists already, and stays as it is.</returns>
    public static bool TryCreate(string path, byte[] content)
    {
        var folder = Path.GetDirectoryName(path)!;
        CreateFolder(folder);
        var temporary = $"{path}.{Guid.NewGuid():N}";
        try
        {
            Write(temporary, content);
            return HardLink.TryCreate(temporary, path) ?? Move(temporary, path);
        }
        finally
        {
            File.Delete(temporary);
            SyncFolder(folder);
        }
    }

    private static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder))
            return;

        var parent = Path.GetDirectoryName(folder);
        if (!string.IsNullOrEmpty(parent))
            CreateFolder(parent);
        PrivateFiles.CreateFolder(folder);
        if (!string.IsNullOrEmpty(parent))
            SyncFolder(parent);
    }

    private static void Write(string path, byte[] content)
    {
        using var file = PrivateFiles.Open(path, FileMode.CreateNew, FileShare.None);
        file.Write(content, 0, content.Length);
        file.Flush(flushToDisk: true);
    }

    private static bool Move(string temporary, string path)
    {
        try
        {
            File.Move(temporary, path);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static void SyncFolder(string folder)
    {
        if (UnixCalls.AreThere)
            UnixCalls.SyncFolder(folder);
    }
}
