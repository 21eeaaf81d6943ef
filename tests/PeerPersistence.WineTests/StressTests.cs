using System.Globalization;
using Xunit.Abstractions;

namespace PeerPersistence.WineTests;

/// <summary>
/// 64 writers without a pause on a store with a small floor, whose process is killed over and over, whose file is damaged in between.
/// </summary>
public sealed class StressTests(ITestOutputHelper output) : IDisposable
{
    private const int Writers = 64;
    private const int Floor = 64 * 1024;

    private static readonly int Commits = int.Parse(
        Environment.GetEnvironmentVariable("PEERPERSISTENCE_WINE_COMMITS") ?? "2000", CultureInfo.InvariantCulture);

    private readonly string _folder = Directory.CreateTempSubdirectory("peers-").FullName;
    private readonly long[] _acknowledged = new long[Writers];
    private readonly HashSet<int> _seen = [];
    private long _commits;
    private bool _isDamaged;

    private string StorePath => Path.Combine(_folder, "peers.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [WineFact]
    public async Task Load_KilledAndDamagedOverAndOver_LosesNothingAcknowledged()
    {
        await File.WriteAllBytesAsync(StorePath, []);
        var (random, lives, damages, largest) = (new Random(1), 0, 0, 0d);
        while (_commits < Commits || damages == 0) // However quick a process is, until it is killed.
        {
            _isDamaged = lives % 4 == 3;
            if (_isDamaged)
                Damage(random);
            damages += _isDamaged ? 1 : 0;
            await LiveAsync(Commits / 16 + random.Next(Commits / 8));
            largest = Math.Max(largest, await SizeByBoundAsync());
            lives++;
        }

        _isDamaged = false;
        await LiveAsync(Writers);
        output.WriteLine(
            $"under Wine: {_commits} commits acknowledged by {lives} processes, each killed; {damages} times damaged in the middle; lost: 0; "
            + $"the largest file that was left had {largest:p0} of 2.5 times its live data and the floor");
        damages.Should().BePositive();
        largest.Should().BeLessThanOrEqualTo(1);
    }

    /// <summary>One process from its start to its end.</summary>
    private async Task LiveAsync(int commits)
    {
        using var child = await Wine.StartChildAsync("load", Wine.PathOf(StorePath), $"{Writers}", $"{Floor}");
        var errors = child.StandardError.ReadToEndAsync();
        if (await child.StandardOutput.ReadLineAsync() != "open")
            Assert.Fail(await errors);
        _seen.Clear();
        var back = 0;
        for (; commits > 0; commits--)
            back += Note(await child.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await errors));
        child.Kill();
        while (await child.StandardOutput.ReadLineAsync() is { } line)
            back += Note(line);
        await child.WaitForExitAsync();
        back.Should().BeLessThanOrEqualTo(_isDamaged ? 1 : 0, "a damaged byte costs its own commit and no other");
    }

    /// <returns>1 where the first number of a life is not that after the last acknowledged, or after one that was in flight then.</returns>
    private int Note(string line)
    {
        var parts = line.Split(' ');
        var (writer, number) = (int.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
        var isBack = _seen.Add(writer) && number - _acknowledged[writer] is not (1 or 2);
        _acknowledged[writer] = number;
        _commits++;
        return isBack ? 1 : 0;
    }

    private void Damage(Random random)
    {
        using var file = new FileStream(StorePath, FileMode.Open, FileAccess.ReadWrite);
        file.Position = file.Length / 4 + random.NextInt64(file.Length / 2);
        var found = file.ReadByte();
        file.Position--;
        file.WriteByte((byte)(found ^ 0x10));
    }

    /// <summary>How large the file is that a kill left, by what it may be.</summary>
    private async Task<double> SizeByBoundAsync()
    {
        var length = new FileInfo(StorePath).Length;
        // What Windows lets its administrators do looks from here as if a group might write.
        await using var store = await FileKeyValueStore.OpenAsync(StorePath, new() { ReadOnly = true, AllowSharedFile = true });
        var live = 0L;
        await foreach (var (key, value) in store.ScanAsync(""))
            live += key.Length + value.Length;
        return length / (2.5 * live + Floor);
    }
}
