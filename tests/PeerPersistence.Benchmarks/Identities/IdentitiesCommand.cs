using System.Diagnostics;
using System.Globalization;
using PeerPersistence.Benchmarks.Storage;
using PeerPersistence.PostgreSql.Tests;

namespace PeerPersistence.Benchmarks.Identities;

/// <summary><c>identities [postgresql] [count]</c>: many identities in one process: throughput, memory, latency.</summary>
internal static class IdentitiesCommand
{
    private const int Default = 10_000;
    private const string PostgreSql = "postgresql";

    public static async Task<int> RunAsync(string[] arguments)
    {
        var isPostgreSql = arguments is [PostgreSql, ..];
        var plan = new IdentityPlan(arguments.Skip(isPostgreSql ? 1 : 0).FirstOrDefault() is { } count ? int.Parse(count, CultureInfo.InvariantCulture) : Default);
        if (isPostgreSql && PostgreSqlServer.Missing is { } reason)
        {
            Console.Error.WriteLine(reason);
            return 1;
        }

        await using IIdentityBackend backend = isPostgreSql ? await PostgreSqlBackend.StartAsync() : new FileBackend();
        await RunAsync(plan, backend);
        return 0;
    }

    public static async Task RunAsync(IdentityPlan plan, IIdentityBackend backend)
    {
        var watch = Stopwatch.StartNew();
        using var keys = new TemporaryFolder();
        var keyFile = Path.Combine(keys.Path, "key");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Load.Describe()} at the start. {plan.Identities:#,0} identities of {IdentityPlan.Peers} peers on {backend.Name}, {plan.MaxOpen:#,0} open at most.\n"));

        await using (var run = new IdentityRun(plan, backend, keyFile))
        {
            var built = await run.BuildUpAsync();
            Print($"Built up by {IdentityPlan.Callers} callers in {built.Elapsed.TotalSeconds:0.0} s: {built.PerSecond:#,0} identities/s, {built.PerSecond * IdentityPlan.Peers:#,0} peers/s, {built.Spent.Processor.TotalMicroseconds / plan.Identities:#,0} µs of processor an identity.");
        }

        Print($"On the disk: {await backend.DescribeUseAsync(plan.Identities)}.\n");
        var before = await Resources.AtRestAsync();
        await using (var run = new IdentityRun(plan, backend, keyFile))
        {
            await run.OpenAllAsync();
            var opened = await Resources.AtRestAsync() - before;
            Console.WriteLine(ResourceTable.Of(run.Open, opened));
            await LatencyAsync(plan, run);
            var worked = await Resources.AtRestAsync() - before;
            Print($"After all that {run.Open:#,0} identities are open and hold {worked.Managed / run.Open:#,0} managed bytes each; {worked.Managed / 1024 / 1024:#,0} MiB in all.");
        }

        var closed = await Resources.AtRestAsync() - before;
        Print($"Closed, {closed.Managed / 1024:#,0} KiB, {closed.Handles} handles and {closed.Threads} threads are left.");
        Print($"{Load.Describe()} at the end; {watch.Elapsed.TotalSeconds:0} s.");
    }

    private static async Task LatencyAsync(IdentityPlan plan, IdentityRun run)
    {
        using var folder = new TemporaryFolder();
        await using var bare = new BareAppend(folder.Path);
        var value = new byte[1_500];
        var table = new LatencyTable();
        table.Add("bare append and sync", await Latencies.MeasureAsync(plan.LoneCalls, 1, _ => bare.CommitAsync("key", value)));
        await run.ReadHotAsync(plan.LoneCalls, 1); // the first round is the compiler's
        await run.UpdateHotAsync(plan.LoneCalls, 1);
        table.Add("read, open", await run.ReadHotAsync(plan.LoneCalls, 1));
        table.Add("update, open", await run.UpdateHotAsync(plan.LoneCalls, 1));
        table.Add("read, closed before", await run.ReadColdAsync(plan.LoneCalls, 1));
        table.Add("update, closed before", await run.UpdateColdAsync(plan.LoneCalls, 1));
        await run.OpenAllAsync();
        table.Add($"update, open, {IdentityPlan.Callers} callers", await run.UpdateHotAsync(plan.LoneCalls * 10, IdentityPlan.Callers));
        table.Add($"update, closed before, {IdentityPlan.Callers} callers", await run.UpdateColdAsync(plan.LoneCalls * 5, IdentityPlan.Callers));
        table.Add($"update, any, {IdentityPlan.Callers} callers", await run.UpdateAnyAsync(plan.LoneCalls * 5, IdentityPlan.Callers));
        Console.WriteLine(table);
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
