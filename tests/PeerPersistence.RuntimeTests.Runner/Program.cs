// Runs the tests of an assembly inside this very process, on the runtime that came with it:
//   runner <tests.dll> [--culture <name>] [--one-by-one]
using System.Globalization;
using System.Runtime.InteropServices;
using PeerPersistence.RuntimeTests.Runner;
using Xunit.Sdk;

if (Array.IndexOf(args, "--culture") is > 0 and var index)
    CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = new CultureInfo(args[index + 1]);

var choices = new Choices();
if (args.Contains("--one-by-one"))
    choices.SetValue<bool?>("xunit.execution.DisableParallelization", true);

var isInvariant = CultureInfo.GetCultures(CultureTypes.AllCultures).Length == 1;
Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {(isInvariant ? "no cultures" : $"culture '{CultureInfo.CurrentCulture.Name}'")}"
    + $", heap {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MB");

var name = Dependencies.Serve(Path.GetFullPath(args[0]));
using var results = new Results();
using var framework = new XunitTestFramework(results);
using var executor = framework.GetExecutor(name);
executor.RunAll(results, choices, choices);
return results.Wait();
