using PeerPersistence.PackageTests.Support;

namespace PeerPersistence.PackageTests.Conventions;

/// <summary>How long lines and files are, which no compiler looks at.</summary>
public sealed class LengthTests
{
    private const int Longest = 140;

    private const int MostLines = 350;

    [Theory]
    [InlineData("src")]
    [InlineData("samples")]
    public void Lines_OfTheSources_AreNoLongerThanTheEditorConfigSays(string folder)
    {
        File.ReadAllText(Path.Combine(Package.Root, ".editorconfig")).Should().Contain($"max_line_length = {Longest}");

        Sources(Path.Combine(Package.Root, folder)).SelectMany(LongLines).Should().BeEmpty();
    }

    [Theory]
    [InlineData("src")]
    [InlineData("samples")]
    [InlineData("templates")]
    [InlineData("tests")]
    public void Files_OfTheSources_HaveOneIdeaEach(string folder)
    {
        Sources(Path.Combine(Package.Root, folder)).Select(file => (file, Lines: File.ReadLines(file).Count()))
            .Where(each => each.Lines > MostLines)
            .Select(each => $"{Path.GetRelativePath(Package.Root, each.file)} has {each.Lines} lines")
            .Should().BeEmpty();
    }

    private static IEnumerable<string> Sources(string folder) => Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    private static IEnumerable<string> LongLines(string file) => File.ReadLines(file)
        .Select((line, index) => (line.Length, Number: index + 1))
        .Where(line => line.Length > Longest)
        .Select(line => $"{Path.GetRelativePath(Package.Root, file)}:{line.Number} has {line.Length} columns");
}
