namespace PeerPersistence;

/// <summary>An open file. Reads may run at once with each other and with a write elsewhere in the file.</summary>
internal interface IFile : IDisposable
{
    long Length { get; }

    FileStatus Status { get; }

    /// <summary>Whether nobody else has it open or can open it: its name is gone. <c>false</c> if the system does not tell.</summary>
    bool IsOursAlone { get; }

    /// <summary>Locks the file itself, whatever its names are, until it is disposed of. Readers are not kept out.</summary>
    /// <returns><c>false</c>: somebody holds it.</returns>
    /// <exception cref="IOException">Its file system has no locks.</exception>
    bool TryLock();

    /// <summary>From now on only its owner can read it, where this user may decide that.</summary>
    void MakePrivate();

    /// <summary>Reads until <paramref name="destination"/> is full or the file ends; returns how many bytes were read.</summary>
    int Read(long offset, Span<byte> destination);

    /// <summary>Writes all bytes, or throws having written any part of them.</summary>
    void Write(long offset, ReadOnlySpan<byte> source);

    void SetLength(long length);

    /// <summary>Returns when the disk has all that was written.</summary>
    void Sync();
}
