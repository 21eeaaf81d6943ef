namespace PeerPersistence;

/// <summary>An open file. Reads may run at once with each other and with a write elsewhere in the file.</summary>
internal interface IFile : IDisposable
{
    long Length { get; }

    /// <summary>Reads until <paramref name="destination"/> is full or the file ends; returns how many bytes were read.</summary>
    int Read(long offset, Span<byte> destination);

    /// <summary>Writes all bytes, or throws having written any part of them.</summary>
    void Write(long offset, ReadOnlySpan<byte> source);

    void SetLength(long length);

    /// <summary>Returns when the disk has all that was written.</summary>
    void Sync();
}
