using System.Diagnostics;

namespace PeerPersistence.KeeperSimulator;

/// <summary>Lives many days, and says what came of them.</summary>
internal static class DaysCommand
{
    public static async Task<int> RunAsync(int count, ulong first)
    {
        var watch = Stopwatch.StartNew();
        var (events, violations, digest) = (0L, new List<(ulong Seed, Violation What)>(), 0UL);
        for (var seed = first; seed < first + (ulong)count; seed++)
        {
            Ledger.Totals.BeginWorld();
            var world = await Day.LiveAsync(seed).ConfigureAwait(false);
            events += world.Events;
            digest = (digest * 31) ^ world.Digest;
            violations.AddRange(world.Violations.Select(violation => (seed, violation)));
        }

        var totals = Ledger.Totals;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine($"{count} days from seed {first}, {totals.BigDays} of them big and {totals.Crowds} with a crowd, "
            + $"in {watch.Elapsed.TotalSeconds:0.0} s, {process.TotalProcessorTime.TotalSeconds:0.0} s of processor.");
        Console.WriteLine($"{events} events, {totals.Dials} dials, "
            + $"{totals.Looks} looks for somebody to dial, {totals.Failures} failed, {totals.Connections} connections, {totals.Crossed} crossed calls.");
        Console.WriteLine($"{totals.Returns} returns to the target checked, {totals.Comparisons} comparisons of all records, "
            + $"{totals.Stopped} stops, {totals.ProvenOutages} proven outages ({totals.OutagesInDoubt} of them while online).");
        Console.WriteLine($"Digest {digest:x16}.");
        if (totals.Held() is > 0 and var held)
            violations.Add((first, new("Nothing holds a keeper after its stop", TimeSpan.Zero, $"{held} are held")));
        foreach (var rule in violations.GroupBy(violation => violation.What.Rule).OrderByDescending(rule => rule.Count()))
        {
            var days = rule.Select(violation => violation.Seed).Distinct().Count();
            Console.WriteLine($"VIOLATED {rule.Count()} times, in {days} days: {rule.Key}");
            foreach (var (seed, what) in rule.Take(3))
                Console.WriteLine($"  seed {seed}, {what.At:d\\.hh\\:mm\\:ss\\.fff}: {what.What}");
        }

        Console.WriteLine(violations.Count == 0 ? "All invariants held." : $"{violations.Count} violations.");
        return violations.Count == 0 ? 0 : 1;
    }

    /// <summary>The same in several processes, each with its share of the days: in one of them one thread does all work.</summary>
    public static async Task<int> ShareAsync(int count, ulong first, int processes)
    {
        var watch = Stopwatch.StartNew();
        var isHosted = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        string[] program = isHosted ? [typeof(Day).Assembly.Location] : [];
        var shares = Enumerable.Range(0, processes).Select(share => (From: count * share / processes, To: count * (share + 1) / processes))
            .Select(share => Process.Start(
                Environment.ProcessPath!, [.. program, "days", $"{share.To - share.From}", $"{first + (ulong)share.From}"])).ToList();
        await Task.WhenAll(shares.Select(share => share.WaitForExitAsync())).ConfigureAwait(false);
        Console.WriteLine($"{count} days in {watch.Elapsed.TotalSeconds:0.0} s, in {processes} processes.");
        return shares.Max(share => share.ExitCode);
    }

    public static async Task<int> ShowAsync(ulong seed)
    {
        var world = await Day.LiveAsync(seed, Console.WriteLine).ConfigureAwait(false);
        return world.Violations.Count == 0 ? 0 : 1;
    }
}
