// Runs the tests of an assembly inside this very process, on the runtime that came with it:
//   runner <tests.dll> [--culture <name>] [--only <part of a name>] [--except <part of a name>,<another>…]
//     [--with <trait>] [--without <trait>,<trait>…] [--one-by-one] [--within <seconds>]
// Under the name "dotnet" it runs any program, as that would:
//   dotnet [exec] <program.dll> [arguments]
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using PeerPersistence.RuntimeTests.Runner;
using Xunit.Sdk;

if (args is ["exec", ..])
    args = args[1..];
if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
    return AppDomain.CurrentDomain.ExecuteAssemblyByName(Dependencies.Serve(Path.GetFullPath(args[0])), args[1..]);
if (Option("--culture") is { } culture)
    CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = new CultureInfo(culture);
var choices = new Choices();
if (args.Contains("--one-by-one"))
    choices.SetValue<bool?>("xunit.execution.DisableParallelization", true);

var isInvariant = CultureInfo.GetCultures(CultureTypes.AllCultures).Length == 1;
Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {(isInvariant ? "no cultures" : $"culture '{CultureInfo.CurrentCulture.Name}'")}"
    + $", heap {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MB");

var name = Dependencies.Serve(Path.GetFullPath(args[0]));
using var discovery = new Discovery();
using var results = new Results();
using var framework = new XunitTestFramework(results);
using var discoverer = framework.GetDiscoverer(Reflector.Wrap(Assembly.Load(name)));
using var executor = framework.GetExecutor(name);
discoverer.Find(includeSourceInformation: false, discovery, choices);
executor.RunTests(discovery.Wait(Option("--only"), Options("--except"), Option("--with"), Options("--without")), results, choices);
return results.Wait(Option("--within") is { } seconds ? TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)) : Timeout.InfiniteTimeSpan);

string[] Options(string name) => Option(name)?.Split(',') ?? [];

string? Option(string name) => Array.IndexOf(args, name) is > 0 and var index ? args[index + 1] : null;
