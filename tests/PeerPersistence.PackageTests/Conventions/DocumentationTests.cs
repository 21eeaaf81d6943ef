using System.Xml.Linq;
using PeerPersistence.PackageTests.Support;

namespace PeerPersistence.PackageTests.Conventions;

/// <summary>Everything a user can reach is documented in the package, on every framework alike.</summary>
public sealed class DocumentationTests
{
    [Theory, MemberData(nameof(Package.WithFrameworks), MemberType = typeof(Package))]
    public void EverythingPublic_IsDocumented(string package, string framework)
    {
        var documented = Documented(package, framework);
        var types = LoadedPackage.Load(package, framework).PublicTypes().ToList();

        types.Select(type => "T:" + NameOf(type)).Should().BeSubsetOf(documented);
        foreach (var type in types.Where(type => !typeof(Delegate).IsAssignableFrom(type)))
        {
            var isRecord = type.IsRecord() || type.IsValueType;
            type.PublicFields().Select(field => $"F:{NameOf(type)}.{field.Name}").Should().BeSubsetOf(documented);
            type.PublicProperties().Where(property => !isRecord || !IsPositional(type, property)).Where(property => property.GetIndexParameters().Length == 0)
                .Select(property => $"P:{NameOf(type)}.{property.Name}").Should().BeSubsetOf(documented);
            type.PublicMethods().Select(method => $"M:{NameOf(type)}.{method.Name}").Should().BeSubsetOf(documented);
        }
    }

    // Names without parameters: overloads are documented together or the compiler complains.
    private static HashSet<string> Documented(string package, string framework)
    {
        var members = XDocument.Load(Path.ChangeExtension(Package.Named(package).AssemblyFor(framework), ".xml")).Descendants("member");
        return [.. members.Where(member => member.Elements().Any(element => element.Name == "inheritdoc" || element.HasElements || element.Value.Trim().Length > 0))
            .Select(member => member.Attribute("name")!.Value.Split('(', '`')[0])];
    }

    private static bool IsPositional(Type type, PropertyInfo property) =>
        type.PublicConstructors().Any(constructor => constructor.GetParameters().Any(parameter => parameter.Name == property.Name));

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.').Split('`')[0];
}
