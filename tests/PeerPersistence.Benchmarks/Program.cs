using PeerPersistence.Benchmarks.Protection;
using PeerPersistence.Benchmarks.Selection;
using PeerPersistence.Benchmarks.Storage;

return args switch
{
    ["selection", .. var rest] => SelectionCommand.Run(rest),
    ["storage"] => await StorageCommand.RunAsync(Plan.Full),
    ["storage", "quick"] => await StorageCommand.RunAsync(Plan.Quick),
    ["protection", .. var rest] => await ProtectionCommand.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("dotnet run -c Release --project tests/PeerPersistence.Benchmarks -- selection [seeds] [first seed] [folder for pictures]");
    Console.Error.WriteLine("dotnet run -c Release --project tests/PeerPersistence.Benchmarks -- storage [quick]");
    Console.Error.WriteLine("dotnet run -c Release --project tests/PeerPersistence.Benchmarks -- protection [rounds]");
    return 2;
}
