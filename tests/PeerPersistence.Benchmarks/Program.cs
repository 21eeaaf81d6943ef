using System.Globalization;
using PeerPersistence.Benchmarks;
using PeerPersistence.Benchmarks.Costs;
using PeerPersistence.Benchmarks.Identities;
using PeerPersistence.Benchmarks.Keeping;
using PeerPersistence.Benchmarks.Native;
using PeerPersistence.Benchmarks.Pictures;
using PeerPersistence.Benchmarks.PostgreSql;
using PeerPersistence.Benchmarks.Protection;
using PeerPersistence.Benchmarks.Selection;
using PeerPersistence.Benchmarks.Startup;
using PeerPersistence.Benchmarks.Storage;

return args switch
{
    ["all", .. var names] => await AllCommand.RunAsync(names, name => RunAsync([name])),
    ["syncs", var name, var commits, var writers] => await CountedSyncs.CommitAsync(
        name, int.Parse(commits, CultureInfo.InvariantCulture), int.Parse(writers, CultureInfo.InvariantCulture)),
    ["start", var way, var folder] => await ColdStart.BeAsync(way, folder),
    _ => await RunAsync(args),
};

static async Task<int> RunAsync(string[] args) => args switch
{
    ["conditions"] => await ConditionsCommand.RunAsync(),
    ["pictures"] => await PicturesCommand.RunAsync(AllCommand.Page),
    ["storage"] => await StorageCommand.RunAsync(Plan.Full),
    ["storage", "stores"] => await StorageCommand.CompareAsync(Plan.Full),
    ["storage", "quick"] => await StorageCommand.RunAsync(Plan.Quick),
    ["writers", .. var rest] => await WritersCommand.RunAsync(rest),
    ["opening", .. var rest] => await OpeningCommand.RunAsync(rest),
    ["costs", .. var rest] => await CostsCommand.RunAsync(rest),
    ["compaction", .. var rest] => await CompactionCommand.RunAsync(rest),
    ["protection", .. var rest] => await ProtectionCommand.RunAsync(rest),
    ["postgresql", .. var rest] => await PostgreSqlCommand.RunAsync(rest),
    ["startup", .. var rest] => await StartupCommand.RunAsync(rest),
    ["native", .. var rest] => await NativeCommand.RunAsync(rest),
    ["identities", .. var rest] => await IdentitiesCommand.RunAsync(rest),
    ["keeping", .. var rest] => await KeepingCommand.RunAsync(rest),
    ["selection", .. var rest] => SelectionCommand.Run(rest),
    ["traces", "against", var file, .. var rest] => TracesCommand.RunAgainst(file, rest),
    ["traces", .. var rest] => TracesCommand.Run(rest),
    ["paired", "against", var file, .. var rest] => PairedCommand.RunAgainst(file, rest),
    ["paired", .. var rest] => PairedCommand.Run(rest),
    ["attacks", .. var rest] => AttacksCommand.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    const string Command = "dotnet run -c Release --project tests/PeerPersistence.Benchmarks --";
    Console.Error.WriteLine($"{Command} all [names]              every figure of docs/benchmarks.md, or those of some commands, written into it");
    Console.Error.WriteLine($"{Command} conditions               when and where this is");
    Console.Error.WriteLine($"{Command} pictures                 drawn from the figures of docs/benchmarks.md");
    Console.Error.WriteLine($"{Command} storage [stores|quick]");
    Console.Error.WriteLine($"{Command} writers [records] [seconds]   64 durable writers: what a commit takes, counted");
    Console.Error.WriteLine($"{Command} opening [most peers|postgresql]   the same of opening a service, of records and of summaries");
    Console.Error.WriteLine($"{Command} costs [most peers]       processor time and bytes allocated of each call");
    Console.Error.WriteLine($"{Command} compaction [records] [seconds] [bytes]");
    Console.Error.WriteLine($"{Command} protection [rounds]");
    Console.Error.WriteLine($"{Command} postgresql [processes [all|count]]   on a PostgreSQL server of its own");
    Console.Error.WriteLine($"{Command} startup [rounds]");
    Console.Error.WriteLine($"{Command} native [rounds]          needs a C compiler");
    Console.Error.WriteLine($"{Command} identities [postgresql] [count]");
    Console.Error.WriteLine($"{Command} keeping [seconds]        what keepers cost while nothing happens");
    Console.Error.WriteLine($"{Command} selection [seeds] [first seed] [folder for pictures]");
    Console.Error.WriteLine($"{Command} traces [windows] [judge|tune] [folder for pictures]");
    Console.Error.WriteLine($"{Command} traces against <file of another build> [windows] [judge|tune]");
    Console.Error.WriteLine($"{Command} paired [seeds] [first seed] [lasting]");
    Console.Error.WriteLine($"{Command} paired against <file of another build> [seeds] [first seed] [lasting] [library]");
    Console.Error.WriteLine($"{Command} attacks [seeds] [first seed]");
    return 2;
}
