using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>A master key in a file that only this user may read, in a folder apart from the data.</summary>
/// <remarks>
/// <para>It is made when the first secret is stored, and never afterwards. If the file is gone, the secrets stay sealed until it is back.
/// Back it up apart from the data. It protects a stolen copy of the data. It does not protect against somebody who reads this user's
/// files.</para>
/// <para>On Unix a file is refused that is neither this user's nor root's, or that others may write to; where it is a link, what counts is
/// the file that it leads to. One of this user's that others may read is made private. <c>AllowSharedFile</c> turns both off.</para>
/// <para>The file: "PPKEY 1" and a line feed, then 32 random bytes.</para>
/// </remarks>
public sealed class KeyFileProvider : IUnsharedKeyProvider
{
    private const int KeyLength = 32;

    private readonly string? _path;
    private readonly bool _allowSharedFile;
    private readonly IFileSystem _files = PhysicalFileSystem.Instance;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly TimeSpan _renamePatience = BoundedRename.Patience;

    /// <summary>Creates the provider; the file is not touched before it is needed.</summary>
    /// <param name="path">The file; its folder is created with the file.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    public KeyFileProvider(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0)
            throw new ArgumentException("The path of the key file must not be empty (was empty).", nameof(path));
        _path = Path.GetFullPath(path);
    }

    /// <summary>Creates the provider, also for a file that others own or can write to.</summary>
    /// <param name="path">The file; its folder is created with the file.</param>
    /// <param name="allowSharedFile">Whether the file may be another user's, or such that others may write to it: where a container or a
    /// volume decides whose files are.</param>
    public KeyFileProvider(string path, bool allowSharedFile) : this(path) => _allowSharedFile = allowSharedFile;

    internal KeyFileProvider(string path, IFileSystem files, TimeProvider? time = null, TimeSpan? renamePatience = null) : this(path)
    {
        _files = files;
        _time = time ?? _time;
        _renamePatience = renamePatience ?? _renamePatience;
    }

    private KeyFileProvider() { }

    /// <summary>A provider for a user without a folder: says so at the first use.</summary>
    internal static KeyFileProvider Nowhere { get; } = new();

    /// <inheritdoc/>
    public string Name => "key file";

    /// <inheritdoc/>
    public KeyStrength Strength => KeyStrength.FileSystem;

    private static ReadOnlySpan<byte> Start => "PPKEY 1\n"u8;

    /// <inheritdoc/>
    public async ValueTask<byte[]> WrapAsync(
        ReadOnlyMemory<byte> dataKey, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default)
    {
        EnvelopeCipher.Default.ThrowIfNotSupported();
        cancellationToken.ThrowIfCancellationRequested();
        var key = await AccessAsync(
            path => _files.Find(path) is null ? CreateAsync(path, cancellationToken) : Task.FromResult(ReadDurable(path)),
            cancellationToken).ConfigureAwait(false);
        try
        {
            return await EnvelopeCipher.Default.WrapAsync(key, dataKey, associatedData, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<byte[]> UnwrapAsync(
        ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default)
    {
        EnvelopeCipher.Default.ThrowIfNotSupported();
        cancellationToken.ThrowIfCancellationRequested();
        var key = await AccessAsync(
            path => _files.Find(path) is not null ? Task.FromResult(Read(path))
                : throw new SecretUnavailableException($"The key file '{path}' is missing. Restore it."),
            cancellationToken).ConfigureAwait(false);
        try
        {
            return await EnvelopeCipher.Default.UnwrapAsync(
                key, wrapped, associatedData, $"The key file '{_path}' holds another key.", cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private async Task<byte[]> CreateAsync(string path, CancellationToken cancellationToken)
    {
        var content = new byte[Start.Length + KeyLength];
        Start.CopyTo(content);
        EnvelopeCipher.Default.Random(content.AsSpan(Start.Length));
        try
        {
            await PrivateFile.TryCreateAsync(_files, path, content, _time, _renamePatience, cancellationToken).ConfigureAwait(false);
            // Not what was written: another process may have been quicker.
            return ReadDurable(path);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>Whoever made the file may have been killed before its name was durable, so whoever seals with it makes sure.</summary>
    private byte[] ReadDurable(string path)
    {
        StoreFolder.SyncAll(_files, Path.GetDirectoryName(path)!);
        return Read(path);
    }

    private byte[] Read(string path)
    {
        // One byte more than a key file has tells that it is none.
        var buffer = new byte[Start.Length + KeyLength + 1];
        int length;
        using (var file = _files.Open(path, FileAccess.Read))
        {
            if (!_allowSharedFile)
                FileTrust.Secure(file, path);
            length = file.Read(0, buffer);
        }

        var content = buffer.AsSpan(0, length);
        try
        {
            return content.Length == Start.Length + KeyLength && content.StartsWith(Start)
                ? content[Start.Length..].ToArray()
                : throw new SecretUnavailableException($"The file '{path}' is no key file. It is left as it is.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    private async Task<byte[]> AccessAsync(Func<string, Task<byte[]>> access, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsBrowser())
            throw FilelessKey.Refusal;
        if (_path is null)
            throw new SecretUnavailableException(
                "This user has no folder for application data (is HOME set?), so there is no place for a key file. Name one, or use " +
                    "another provider.");
        if (DeviceNames.IsPath(_path))
            throw new SecretUnavailableException($"A key file must not have the name of a device of Windows (was '{_path}').");
        try
        {
            return await HeldFiles.InsistAsync(() => access(_path), _time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretUnavailableException($"The key file '{_path}' cannot be read or made: {IoErrors.CauseOf(e)}", e);
        }
    }
}
