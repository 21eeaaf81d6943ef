using System.Globalization;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>
/// <c>compaction [records] [seconds] [bytes]</c>: 64 writers without a pause on the file store, how long one of them waits at most and for
/// what, and how large the files become.
/// </summary>
internal static class CompactionCommand
{
    private const long Default = 4 * 1024 * 1024;

    public static async Task<int> RunAsync(string[] args)
    {
        var seconds = TimeSpan.FromSeconds(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 10);
        IEnumerable<(int Records, long Floor)> runs = args.Length > 0
            ? [(int.Parse(args[0], CultureInfo.InvariantCulture), Default)]
            : [(100, 64 * 1024), (100, Default), (100_000, Default)];
        var length = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : Records.ValueLength;
        var table = new MarkdownTable(
            "64 writers", "floor, KiB", "commits/s", "compactions", "longest commit, ms", "longest standstill, ms", "of it disk",
            "collector", "longest without the disk, ms", "of it collector", "an idle thread, ms late", "file, × live",
            "with the copy, × live", "of 2.5 × live and the floor");
        foreach (var (records, floor) in runs)
        {
            var found = await CompactionRun.RunAsync(new(records, length), floor, seconds);
            var (longest, ours) = (found.Standstills.Longest, found.Standstills.LongestWithoutDisk);
            table.Add(
                string.Create(CultureInfo.InvariantCulture, $"{records:#,0} records"), $"{floor / 1024}",
                Figure.Of(found.CommitsPerSecond), $"{found.Compactions}", Milliseconds(found.Longest), Milliseconds(longest.Length),
                Milliseconds(longest.Disk), Milliseconds(longest.Collector), Milliseconds(ours.WithoutDisk),
                Milliseconds(ours.Collector), Milliseconds(found.Idle), Figure.Of(found.File), Figure.Of(found.Both),
                Figure.Of(found.OfBound));
        }

        Console.WriteLine(table);
        return 0;
    }

    private static string Milliseconds(TimeSpan time) => Figure.Of(time.TotalMilliseconds);
}
