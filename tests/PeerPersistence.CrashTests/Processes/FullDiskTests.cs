using System.Diagnostics;

namespace PeerPersistence.CrashTests.Processes;

/// <summary>A disk that is full, and a process that may not write larger files.</summary>
public sealed class FullDiskTests(ITestOutputHelper output)
{
    [Fact]
    public async Task CommitAsync_FileSizeLimit_IsRefusedAndGoesOnWhenItIsRaised()
    {
        if (OperatingSystem.IsWindows())
            return;
        var folder = Directory.CreateTempSubdirectory("peers-").FullName;
        await RunAsync(new ChildProcess("fill", Path.Combine(folder, "peers.db"), "600000"));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task CommitAsync_DiskFull_IsRefusedAndGoesOnWhenThereIsRoom()
    {
        var folder = Directory.CreateTempSubdirectory("peers-").FullName;
        if (!OperatingSystem.IsLinux() || await RunAsync("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder) != 0)
        {
            output.WriteLine("No small disk may be mounted here: the file size limit stands for it.");
            return;
        }

        try
        {
            await RunAsync(new ChildProcess("fill", Path.Combine(folder, "peers.db")));
        }
        finally
        {
            await RunAsync("umount", folder);
            Directory.Delete(folder);
        }
    }

    private async Task RunAsync(ChildProcess child)
    {
        using (child)
        {
            var (code, told, error) = await child.EndAsync();
            output.WriteLine(told);
            code.Should().Be(0, "{0}", error);
            told.Should().Contain("done");
        }
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
