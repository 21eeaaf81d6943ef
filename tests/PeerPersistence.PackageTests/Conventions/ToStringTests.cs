using System.Text.RegularExpressions;
using PeerPersistence.PackageTests.Support;

namespace PeerPersistence.PackageTests.Conventions;

/// <summary>What lands in a log by accident: no text that could be a secret, a key or an address is in any <c>ToString</c>.</summary>
public sealed partial class ToStringTests
{
    // Ids and names, words of our own, paths of the user's own choice. Whatever else is text must not show.
    private static readonly string[] Harmless =
    [
        "PeerId", "StoreId", "Id", "Name", "Provider", "Field", "State", "Version", "Found", "Supported", "Reason", "Path", "DamagedBytesPath",
        "EstimatedSizeMB", "UtilizationPercent", "ContinuationToken", "StorePaths.Store", "KeyChange.Key",
    ];

    [Theory, MemberData(nameof(Package.WithFrameworks), MemberType = typeof(Package))]
    public void ToString_OfAnything_ShowsNoSecretAndNoAddress(string package, string framework)
    {
        var types = LoadedPackage.Load(package, framework).GetTypes().Where(type =>
            type is { IsAbstract: false, IsInterface: false, IsEnum: false, ContainsGenericParameters: false, IsByRefLike: false } && OverridesToString(type));

        var shown = types.SelectMany(type => Marks().Matches(Specimen.Of(type).ToString()!).Where(mark => !Harmless.Contains(mark.Groups["name"].Value) && !Harmless.Contains(mark.Groups["place"].Value))
            .Select(mark => $"{mark.Value} in {type.Name}"));
        shown.Should().BeEmpty("anything may be logged");
    }

    private static bool OverridesToString(Type type) =>
        type.GetMethod(nameof(ToString), Type.EmptyTypes)!.DeclaringType!.Namespace?.StartsWith("PeerPersistence", StringComparison.Ordinal) == true
        && !type.Name.Contains('<', StringComparison.Ordinal);

    [GeneratedRegex("«(?<place>[^.»]*\\.(?<name>[^»]*))»")]
    private static partial Regex Marks();
}
