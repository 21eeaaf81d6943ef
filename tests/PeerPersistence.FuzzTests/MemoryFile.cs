namespace PeerPersistence.FuzzTests;

/// <summary>Bytes as a file that is only read.</summary>
internal sealed class MemoryFile(byte[] bytes) : IFile
{
    public long Length => bytes.Length;

    public FileStatus Status => new(null, bytes.Length);

    public bool IsOursAlone => false;

    public bool TryLock() => true;

    public void MakePrivate()
    {
    }

    public int Read(long offset, Span<byte> destination)
    {
        var length = (int)Math.Clamp(bytes.Length - offset, 0, destination.Length);
        bytes.AsSpan((int)Math.Min(offset, bytes.Length), length).CopyTo(destination);
        return length;
    }

    public void Write(long offset, ReadOnlySpan<byte> source) => throw new NotSupportedException();

    public void SetLength(long length) => throw new NotSupportedException();

    public void Sync() => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
