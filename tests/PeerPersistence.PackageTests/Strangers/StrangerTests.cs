using System.Globalization;
using System.Text.Json;
using PeerPersistence.PackageTests.Support;
using Xunit.Abstractions;

namespace PeerPersistence.PackageTests.Strangers;

/// <summary>The packages as strangers use them: fresh programs, built against the packed packages, run. Every warning is an error.</summary>
public sealed class StrangerTests(PackedPackages packages, ITestOutputHelper output) : IClassFixture<PackedPackages>
{
    private const string Visited = "first candidate: alice\nconnected: 2, exported: 2, not imported: 0\n";

    [Fact]
    public async Task ConsoleApp_RunTwice_RemembersAndAsks()
    {
        var program = await BuildAsync("Console");
        var folder = Fresh();

        (await RunAsync("dotnet", program, folder)).Should().Be(Visited);
        (await RunAsync("dotnet", program, folder)).Should().Be(Visited, "nothing was lost");
    }

    [Fact]
    public async Task Library_ForNetStandard_WorksInAnAppWithAllPackages() =>
        (await RunAsync("dotnet", await BuildAsync("LibraryApp"))).Should().Be("ALICE s3cret, BOB\ncontract kept\n");

    [Fact]
    public async Task Worker_WithTheHost_Meets() =>
        (await RunAsync("dotnet", await BuildAsync("Worker"), Fresh())).Should().Contain("met alice\n");

    [FactOnLinux]
    public async Task TrimmedApp_Runs()
    {
        await PublishAsync("Trimmed");
        (await RunAsync(Path.Combine(packages.Folder, "Trimmed", "out", "Trimmed"), Fresh())).Should().Be(Visited);
    }

    [FactWithNativeTools]
    public async Task NativeApp_Runs_IsSmallAndStartsAtOnce()
    {
        await PublishAsync("Native");
        var native = Path.Combine(packages.Folder, "Native", "out", "Native");
        var folder = Fresh();
        (await RunAsync(native, folder)).Should().Be(Visited);

        var size = new FileInfo(native).Length / 1e6;
        output.WriteLine(FormattableString.Invariant($"size: {size:F1} MB"));
        size.Should().BeLessThan(16);

        var jit = await BuildAsync("Console");
        var times = new List<(TimeSpan Native, TimeSpan Jit)>();
        for (var round = 0; round < 5; round++)
            times.Add((await Command.TimeToFirstLineAsync(packages.Folder, native, folder), await Command.TimeToFirstLineAsync(packages.Folder, "dotnet", jit, folder)));
        var (fast, slow) = (Median(times.Select(time => time.Native)), Median(times.Select(time => time.Jit)));
        output.WriteLine(FormattableString.Invariant($"start to first candidate: native {fast:F0} ms, just in time {slow:F0} ms, {slow / fast:F1} times as long"));
    }

    [Fact]
    public void Packages_TellWhatTheyAreMadeOf()
    {
        foreach (var package in Package.All)
        {
            using var packed = new PackedFile(Path.Combine(packages.Feed, $"{package.Name}.{packages.Version}.nupkg"));
            using var bill = JsonDocument.Parse(packed.Text("sbom/bom.json"));
            var parts = bill.RootElement.GetProperty("components").EnumerateArray().Select(part => part.GetProperty("name").GetString()!);
            // A tool brings its parts along and depends on nothing.
            packed.Dependencies.Except(parts).Should().BeEmpty(package.Name);
            parts.Should().NotBeEmpty(package.Name);
            bill.RootElement.GetProperty("metadata").GetProperty("component").GetProperty("name").GetString().Should().Be(package.Name);
        }
    }

    [Fact]
    public void Packages_TellWhatTheyAreAndComeWithSymbols()
    {
        foreach (var name in Package.All.Select(package => package.Name))
        {
            using var package = new PackedFile(Path.Combine(packages.Feed, $"{name}.{packages.Version}.nupkg"));
            package.Names.Should().Contain(["README.md", "icon.png"]);
            package.Description.Should().Contain("<license type=\"expression\">MIT</license>").And.Contain("<readme>").And.Contain("<icon>").And.Contain("<tags>");
            package.Names.Where(file => file.EndsWith($"/{name}.dll", StringComparison.Ordinal)).Should().NotBeEmpty().And.OnlyContain(file => package.IsReproducible(file));

            using var symbols = new PackedFile(Path.Combine(packages.Feed, $"{name}.{packages.Version}.snupkg"));
            symbols.Names.Where(file => file.EndsWith($"/{name}.pdb", StringComparison.Ordinal)).SelectMany(symbols.Sources)
                .Should().NotBeEmpty().And.OnlyContain(source => !source.StartsWith(Package.Root, StringComparison.Ordinal), "a debugger finds them in the repository");
        }
    }

    [Fact]
    public async Task Tools_Installed_SayWhatTheyDo()
    {
        foreach (var tool in Package.All.Where(package => package.IsTool))
        {
            var folder = Fresh();
            await Command.RunAsync(packages.Folder, "dotnet", "tool", "install", tool.Name, "--tool-path", folder, "--version", packages.Version,
                "--configfile", Path.Combine(packages.Folder, "nuget.config"));
            var command = Directory.GetFiles(folder).Single();
            (await Command.RunAsync(folder, command, "--help")).Should().NotBeEmpty();
        }
    }

    /// <summary>As its reader does: install, create, build, run three, kill one, start it again.</summary>
    [Fact]
    public async Task Template_Created_ThreeChatAndAKilledOneComesBack()
    {
        var template = Path.Combine(packages.Feed, $"PeerPersistence.Templates.{packages.Version}.nupkg");
        var hive = Path.Combine(packages.Folder, "hive");
        await Command.RunAsync(packages.Folder, "dotnet", "new", "install", template, "--debug:custom-hive", hive);
        await Command.RunAsync(packages.Folder, "dotnet", "new", "peerchat", "--output", "MyChat", "--no-update-check", "--debug:custom-hive", hive);
        var program = await BuildAsync("MyChat");
        var folder = Fresh();
        using TemplateChat alice = new(program, "alice", folder), bob = new(program, "bob", folder), carol = new(program, "carol", folder);

        alice.Start();
        bob.Start(alice.Friend);
        carol.Start(alice.Friend, bob.Friend);
        await carol.SeeAsync("alice");
        await carol.SeeAsync("bob");
        await bob.SeeAsync("alice");
        // Whom she sees she has stored.
        await alice.SeeAsync("bob");
        await alice.SeeAsync("carol");
        alice.Kill();
        await bob.MissAsync("alice");
        alice.Start();
        await alice.SeeAsync("bob");
        await alice.SeeAsync("carol");
        alice.Say("I am back");

        await bob.HearAsync("alice", "I am back");
        await carol.HearAsync("alice", "I am back");
    }

    private async Task<string> BuildAsync(string app)
    {
        var folder = Path.Combine(packages.Folder, app);
        await Command.RunAsync(folder, "dotnet", "build", "--configuration", "Release", "--output", "out", "-warnaserror", "-nologo");
        return Path.Combine(folder, "out", app + ".dll");
    }

    private Task<string> PublishAsync(string app) => Command.RunAsync(
        Path.Combine(packages.Folder, app), "dotnet", "publish", "--configuration", "Release", "--use-current-runtime", "--output", "out", "-warnaserror", "-nologo");

    private async Task<string> RunAsync(string program, params string[] arguments) =>
        (await Command.RunAsync(packages.Folder, program, arguments)).ReplaceLineEndings("\n").TrimEnd('\n') + "\n";

    private string Fresh() => Directory.CreateDirectory(Path.Combine(packages.Folder, "runs", Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture))).FullName;

    private static double Median(IEnumerable<TimeSpan> times) => times.Order().ElementAt(2).TotalMilliseconds;
}
