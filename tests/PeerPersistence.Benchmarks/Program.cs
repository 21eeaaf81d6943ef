using PeerPersistence.Benchmarks.Selection;

return args switch
{
    ["selection", .. var rest] => SelectionCommand.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("dotnet run -c Release --project tests/PeerPersistence.Benchmarks -- selection [seeds] [first seed] [folder for pictures]");
    return 2;
}
