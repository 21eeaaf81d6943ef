using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>Keys and values one after the other, synced: no checksum, no index, no way to read them again.</summary>
internal sealed class AppendFile : IDisposable
{
    private readonly SafeFileHandle _file;
    private byte[] _buffer = new byte[1024 * 1024];
    private long _end;

    public AppendFile(string folder)
    {
        _file = File.OpenHandle(Path.Combine(folder, "log"), FileMode.OpenOrCreate, FileAccess.ReadWrite);
        _end = RandomAccess.GetLength(_file); // overwriting what an earlier round wrote would be cheaper than appending
    }

    public void Append(IEnumerable<KeyValuePair<string, byte[]>> records)
    {
        var length = 0;
        foreach (var (key, value) in records)
        {
            if (_buffer.Length < length + (2 * key.Length) + value.Length)
                Array.Resize(ref _buffer, 2 * _buffer.Length);
            length += Encoding.UTF8.GetBytes(key, _buffer.AsSpan(length));
            value.CopyTo(_buffer, length);
            length += value.Length;
        }

        RandomAccess.Write(_file, _buffer.AsSpan(0, length), _end);
        RandomAccess.FlushToDisk(_file);
        _end += length;
    }

    public void Dispose() => _file.Dispose();
}
