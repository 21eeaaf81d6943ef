using PeerPersistence.Benchmarks.Protection;
using PeerPersistence.Benchmarks.Selection;

return args switch
{
    ["selection", .. var rest] => SelectionCommand.Run(rest),
    ["protection", .. var rest] => await ProtectionCommand.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("dotnet run -c Release --project tests/PeerPersistence.Benchmarks -- selection [seeds] [first seed] [folder for pictures]");
    Console.Error.WriteLine("dotnet run -c Release --project tests/PeerPersistence.Benchmarks -- protection [rounds]");
    return 2;
}
