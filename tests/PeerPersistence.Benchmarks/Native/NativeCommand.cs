using System.Globalization;
using PeerPersistence.Benchmarks.Storage;
using PeerPersistence.PackageTests.Support;

namespace PeerPersistence.Benchmarks.Native;

/// <summary><c>native [rounds]</c>: how large a program becomes that is compiled ahead of time, and how soon it knows whom to try.</summary>
internal static class NativeCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (!NativeTools.AreThere)
        {
            Console.WriteLine($"Skipped: {NativeTools.Missing}");
            return 0;
        }

        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 21;
        using var folder = new TemporaryFolder();
        var empty = await NativeProgram.PublishAsync("an empty program, native", folder.Sub("empty"), "-p:Empty=true");
        var native = await NativeProgram.PublishAsync("first candidate, native", folder.Sub("native"));
        var jit = await NativeProgram.BuildAsync("the same, compiled just in time", folder.Sub("jit"));
        NativeProgram[] all = [empty, native, jit];

        var samples = new Samples<NativeProgram, string>();
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var program in all)
            {
                var took = await program.StartAsync(folder.Path);
                if (round > 0) // the first stores the peers
                    samples.Add(program, "ms", took);
            }
        }

        var table = new MarkdownTable("start to first line, 2 peers known", "MB", "ms", "× an empty program");
        foreach (var program in all)
            table.Add(program.Name, Figure.Of(program.Size), Figure.Of(samples.Median(program, "ms")), Figure.Ratio(samples.Ratio((program, "ms"), (empty, "ms"))));
        Console.WriteLine(table);
        return 0;
    }
}
