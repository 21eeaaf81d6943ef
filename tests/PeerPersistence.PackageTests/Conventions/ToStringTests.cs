using System.Text.RegularExpressions;
using PeerPersistence.PackageTests.Support;

namespace PeerPersistence.PackageTests.Conventions;

/// <summary>What lands in a log by accident: no text that could be a secret, a key or an address is in any <c>ToString</c>.</summary>
public sealed partial class ToStringTests
{
    // Ids and names, words of our own, paths of the user's own choice. Whatever else is text must not show.
    private static readonly string[] Harmless =
    [
        "PeerId", "PeerIds", "Reason", "EstimatedSizeMB", "UtilizationPercent", "Version", "Path", "Found", "Supported", "Name", "Provider", "Id",
    ];

    [Theory, MemberData(nameof(Package.WithFrameworks), MemberType = typeof(Package))]
    public void ToString_OfAnything_ShowsNoSecretAndNoAddress(string package, string framework)
    {
        var types = LoadedPackage.Load(package, framework).GetTypes().Where(type =>
            type is { IsAbstract: false, IsInterface: false, IsEnum: false, ContainsGenericParameters: false, IsByRefLike: false } && OverridesToString(type));

        foreach (var type in types)
        {
            var shown = Marks().Matches(Specimen.Of(type).ToString()!).Select(mark => mark.Groups["name"].Value);
            shown.Should().BeSubsetOf(Harmless, "{0} may be logged", type);
        }
    }

    private static bool OverridesToString(Type type) =>
        type.GetMethod(nameof(ToString), Type.EmptyTypes)!.DeclaringType!.Namespace?.StartsWith("PeerPersistence", StringComparison.Ordinal) == true
        && !type.Name.Contains('<', StringComparison.Ordinal);

    [GeneratedRegex("«[^.»]*\\.(?<name>[^»]*)»")]
    private static partial Regex Marks();
}
