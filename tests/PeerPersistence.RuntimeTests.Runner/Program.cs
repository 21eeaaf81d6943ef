// Runs the tests of an assembly inside this very process, on the runtime that came with it:
//   runner <tests.dll> [--culture <name>] [--instead <folder>]…
// Where an --instead folder holds an assembly, it is taken from there and not from beside the tests.
using System.Globalization;
using System.Runtime.InteropServices;
using PeerPersistence.RuntimeTests.Runner;
using Xunit.Sdk;

var tests = Path.GetFullPath(args[0]);
var folders = new List<string>();
for (var index = 1; index < args.Length; index += 2)
{
    if (args[index] == "--instead")
        folders.Add(args[index + 1]);
    else
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = new CultureInfo(args[index + 1]);
}

Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, culture '{CultureInfo.CurrentCulture.Name}', heap limit {AppContext.GetData("GCHeapHardLimit")}");
var name = Dependencies.Serve(tests, folders);
using var framework = new XunitTestFramework(new Results());
using var executor = framework.GetExecutor(name);
using var results = new Results();
executor.RunAll(results, new Choices(), new Choices());
return results.Wait();
