using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PeerPersistence;

/// <summary>Creates files that from their first instant only this user may read. On Windows the profile folder's rights do that.</summary>
internal static class PrivateFile
{
    private static bool IsWindows => RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>Creates a file with its whole content, durable, folder included; of several who try at once one succeeds.</summary>
    /// <returns><c>false</c>: the file exists already, and stays as it is.</returns>
    public static bool TryCreate(string path, byte[] content)
    {
        var folder = Path.GetDirectoryName(path)!;
        CreateFolder(folder);
        var temporary = WriteBeside(path, content);
        try
        {
            return Name(temporary, path);
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
        if (IsWindows)
            Directory.CreateDirectory(folder);
        else
            UnixPrivateFiles.CreatePrivateFolder(folder);
        if (!string.IsNullOrEmpty(parent))
            SyncFolder(parent);
    }

    private static string WriteBeside(string path, byte[] content)
    {
        using var file = OpenBeside(path + ".", out var temporary);
        file.Write(content, 0, content.Length);
        file.Flush(flushToDisk: true);
        return temporary;
    }

    private static FileStream OpenBeside(string path, out string temporary)
    {
        if (!IsWindows)
        {
            (var descriptor, temporary) = UnixPrivateFiles.CreatePrivateFile(path);
            return new(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Write, bufferSize: 1);
        }

        temporary = path + Guid.NewGuid().ToString("N");
        return new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    private static bool Name(string temporary, string path)
    {
        // File.Move looks first and renames then; between the two another process's file could be replaced. A link cannot.
        if (!IsWindows && UnixPrivateFiles.Link(temporary, path) is var error and (0 or UnixPrivateFiles.AlreadyExists))
            return error == 0;

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
        if (!IsWindows)
            UnixPrivateFiles.SyncFolder(folder);
    }
}
