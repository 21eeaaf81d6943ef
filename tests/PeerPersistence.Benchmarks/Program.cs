using PeerPersistence.Benchmarks.Selection;
using PeerPersistence.Benchmarks.Storage;

return args switch
{
    ["selection", .. var rest] => SelectionCommand.Run(rest),
    ["storage"] => await StorageCommand.RunAsync(Plan.Full),
    ["storage", "quick"] => await StorageCommand.RunAsync(Plan.Quick),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("dotnet run -c Release --project tests/PeerPersistence.Benchmarks -- selection [seeds] [first seed] [folder for pictures]");
    Console.Error.WriteLine("dotnet run -c Release --project tests/PeerPersistence.Benchmarks -- storage [quick]");
    return 2;
}
