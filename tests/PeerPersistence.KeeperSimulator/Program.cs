using System.Globalization;
using PeerPersistence.KeeperSimulator;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return args switch
{
    ["days", var count, var first, var processes] => await DaysCommand.ShareAsync(
        int.Parse(count, CultureInfo.InvariantCulture), ulong.Parse(first, CultureInfo.InvariantCulture),
        int.Parse(processes, CultureInfo.InvariantCulture)),
    ["days", .. var rest] => await Task.Run(() => DaysCommand.RunAsync(Number(rest, 0, 100), (ulong)Number(rest, 1, 1))),
    ["day", var seed] => await Task.Run(() => DaysCommand.ShowAsync(ulong.Parse(seed, CultureInfo.InvariantCulture))),
    ["compare", .. var rest] => await Task.Run(() => CompareCommand.RunAsync(Number(rest, 0, 50), (ulong)Number(rest, 1, 1))),
    _ => Usage(),
};

static int Number(string[] args, int place, int otherwise) =>
    args.Length > place ? int.Parse(args[place], CultureInfo.InvariantCulture) : otherwise;

static int Usage()
{
    const string Command = "dotnet run -c Release --project tests/PeerPersistence.KeeperSimulator --";
    Console.Error.WriteLine($"{Command} days [count] [first seed [processes]]   lives so many days and checks what must always hold");
    Console.Error.WriteLine($"{Command} day <seed>                  tells one day, event by event");
    Console.Error.WriteLine($"{Command} compare [seeds] [first seed]  sets the keeper beside other ways to stay connected");
    return 2;
}
