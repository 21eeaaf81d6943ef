using static PeerPersistence.Tests.UnixFiles;

namespace PeerPersistence.Tests.Storage.Files;

/// <summary>Opening a pipe waits for whoever writes to it: what is no file is refused without being opened.</summary>
public sealed class PipesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Pipe => _folder.Combine("pipe");

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public async Task AnyOpening_OfAPipe_IsRefused()
    {
        using (var make = System.Diagnostics.Process.Start("mkfifo", ["-m", "600", Pipe]))
            await make.WaitForExitAsync();
        Func<Task>[] openings =
        [
            () => FileKeyValueStore.OpenAsync(Pipe),
            () => FileKeyValueStore.OpenAsync(Pipe, new() { ReadOnly = true }),
            () => FileKeyValueStore.OpenAsync(Pipe, new() { ReadOnly = true, AllowSharedFile = true }),
            async () => await new KeyFileProvider(Pipe).UnwrapAsync(new byte[100], default),
            async () => await new KeyFileProvider(Pipe).WrapAsync(new byte[32], default),
            async () => await new SystemdCredentialProvider("pipe", () => Path.GetDirectoryName(Pipe)).UnwrapAsync(new byte[100], default),
        ];

        foreach (var opening in openings)
            await FluentActions.Awaiting(() => Task.Run(opening)).Should().ThrowAsync<PeerPersistenceException>().WithMessage("*must be a file (was a pipe*");
    }

    [UnixFact]
    public async Task Open_OfADevice_IsRefused() => await FluentActions
        .Awaiting(() => FileKeyValueStore.OpenAsync("/dev/zero", new() { ReadOnly = true, AllowSharedFile = true }))
        .Should().ThrowAsync<PeerPersistenceException>().WithMessage("*must be a file*");
}
