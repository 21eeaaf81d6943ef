namespace PeerPersistence;

/// <summary>
/// Every file access of the store, and the making of a key file, goes through here, so that tests can fail each call and replay each crash.
/// </summary>
internal interface IFileSystem
{
    /// <summary>The full path of the file meant, links followed: a link must not be replaced by a compacted file.</summary>
    string Resolve(string path);

    /// <summary>Takes the exclusive lock that is held while the store is open, where there are such locks.</summary>
    /// <exception cref="StoreLockedException">Somebody holds it.</exception>
    IDisposable Lock(string path);

    /// <summary>
    /// What has that name; <c>null</c> where it is certain that nothing has. Whatever else keeps from telling is an error.
    /// </summary>
    FileStatus? Find(string path);

    IFile Open(string path, FileAccess access);

    /// <summary>Creates a file that only its owner can read, from its first instant; what was there goes.</summary>
    IFile Create(string path);

    /// <summary>Replaces what <paramref name="to"/> names, in one step, also while both are open.</summary>
    /// <returns><c>false</c>: no file that is open can be replaced here; nothing was changed.</returns>
    bool TryReplace(string from, string to);

    /// <summary>Gives a file, which may be open, a name that nothing has, in one step.</summary>
    void Rename(string from, string to);

    /// <summary>Gives a file another name, in one step; its former one may stay.</summary>
    /// <returns><c>false</c>: another file has that name, and keeps it.</returns>
    bool TryName(string path, string newPath);

    void Delete(string path);

    /// <summary>Creates the folder and what is missing above it, each open to its owner only.</summary>
    void CreateFolder(string path);

    /// <summary>Makes created, renamed and deleted names in the folder durable.</summary>
    void SyncFolder(string path);
}
