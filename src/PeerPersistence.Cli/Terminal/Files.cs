using System.Text;

namespace PeerPersistence.Cli;

/// <summary>The files that commands read from and write to, stores apart.</summary>
internal static class Files
{
    public static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ToolException.File($"'{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Writes a file that only its owner can read. It is there whole or not at all.</summary>
    public static async Task WriteAsync(string path, string text, bool replace, CancellationToken cancellationToken)
    {
        var half = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            var file = new FileStream(half, options);
            await using (file.ConfigureAwait(false))
            {
                await file.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            await HeldFiles.InsistAsync(
                () =>
                {
                    File.Move(half, path, replace);
                    return Task.FromResult(true);
                },
                TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ToolException.File($"'{path}' cannot be written: {e.Message.Replace(half, path, StringComparison.Ordinal)}", e);
        }
        finally
        {
            if (File.Exists(half))
                File.Delete(half);
        }
    }
}
