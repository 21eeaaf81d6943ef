using System.Xml.Linq;
using PeerPersistence.PackageTests.Support;

namespace PeerPersistence.PackageTests.Conventions;

/// <summary>Every public method documents its parameters, what it returns and what it throws; every constructor its parameters.</summary>
public sealed class MemberDocumentationTests
{
    // What ends, empties or reads something in memory. A method that takes input from outside does not belong here.
    private static readonly string[] ThrowNothing =
    [
        "ConformanceCase.AppliesTo", "ConnectionKeeper.Pause", "ConnectionKeeper.Resume", "ConnectionKeeper.WatchAsync",
        "FaultyKeyValueStore.Heal", "IExplainingRanker.Explain", "IReconnectionRanker.Rank", "ILayeredStore.GetAbility",
        "IPeerReconnection.NotifyNetworkChanged", "PeerExport.ToJson", "PeerId.IsValid", "ReconnectionCandidate.Explain",
        "RecordingKeyValueStore.Clear", "RecordingKeyValueStore.Count", "StoreAbilities.Ability", "StoreFaults.OnCall", "StoreFaults.OnEvery",
        "StoreFaults.Seeded", "StoreUnderTest.DeleteAsync", "BrowserStorage.RequestPersistenceAsync", "BrowserStorage.EstimateAsync",
    ];

    [Theory, MemberData(nameof(Package.WithFrameworks), MemberType = typeof(Package))]
    public void Methods_DocumentParametersResultAndExceptions(string package, string framework)
    {
        var documented = Documented(package, framework);
        var methods = Types(package, framework).SelectMany(type => type.PublicMethods()).Where(method => !method.IsSpecialName && !IsEverybodys(method));

        methods.SelectMany(method => Missing(method, documented)).Should().BeEmpty();
    }

    [Theory, MemberData(nameof(Package.WithFrameworks), MemberType = typeof(Package))]
    public void Constructors_DocumentParameters(string package, string framework)
    {
        var documented = Documented(package, framework);
        var constructors = Types(package, framework).Where(type => !type.IsRecord()).SelectMany(type => type.PublicConstructors());

        constructors.Where(constructor => constructor.GetParameters().Length > 0 && Find(constructor, "#ctor", documented) is null)
            .Select(constructor => $"{constructor.DeclaringType!.Name}({Parameters(constructor)})").Should().BeEmpty();
    }

    private static IEnumerable<string> Missing(MethodInfo method, ILookup<string, XElement> documented)
    {
        var name = $"{method.DeclaringType!.Name.Split('`')[0]}.{method.Name}";
        if (Find(method, method.Name, documented) is not { } member)
        {
            yield return $"{name}({Parameters(method)}): <param>";
            yield break;
        }

        if (member.Element("inheritdoc") is not null)
            yield break;
        if (method.ReturnType.Name is not "Void" && member.Element("returns") is null)
            yield return $"{name}: <returns>";
        if (member.Element("exception") is null && !ThrowNothing.Contains(name))
            yield return $"{name}: <exception>";
    }

    /// <summary>The documentation of the member of this name that describes exactly these parameters.</summary>
    private static XElement? Find(MethodBase method, string name, ILookup<string, XElement> documented) =>
        documented[$"M:{method.DeclaringType!.FullName!.Replace('+', '.')}.{name}"].FirstOrDefault(member =>
            member.Element("inheritdoc") is not null
            || member.Elements("param").Select(param => param.Attribute("name")!.Value).SequenceEqual(method.GetParameters().Select(parameter => parameter.Name!)));

    private static ILookup<string, XElement> Documented(string package, string framework) =>
        XDocument.Load(Path.ChangeExtension(Package.Named(package).AssemblyFor(framework), ".xml")).Descendants("member")
            .ToLookup(member => NameOf(member.Attribute("name")!.Value));

    // Without the parameters, and without the number of the method's own type parameters.
    private static string NameOf(string id) => id.Split('(')[0] is var name && name.Contains("``", StringComparison.Ordinal) ? name[..name.IndexOf("``", StringComparison.Ordinal)] : name;

    private static IEnumerable<Type> Types(string package, string framework) =>
        LoadedPackage.Load(package, framework).PublicTypes().Where(type => !typeof(Delegate).IsAssignableFrom(type) && !type.IsEnum);

    // What every object has, and ends of lives: their meaning is .NET's.
    private static bool IsEverybodys(MethodInfo method) =>
        method.Name is nameof(ToString) or nameof(Equals) or nameof(GetHashCode) or "GetEnumerator" or nameof(IDisposable.Dispose) or nameof(IAsyncDisposable.DisposeAsync);

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter => parameter.Name));
}
