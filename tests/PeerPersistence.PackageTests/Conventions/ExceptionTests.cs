using PeerPersistence.PackageTests.Support;

namespace PeerPersistence.PackageTests.Conventions;

/// <summary>Errors: one base, and each says what it is about in properties, not in its message alone.</summary>
public sealed class ExceptionTests
{
    public static IEnumerable<object[]> Packages() => Package.WithFrameworks();

    [Theory, MemberData(nameof(Packages))]
    public void Exceptions_HaveTheOneBase(string package, string framework) =>
        Exceptions(package, framework).Where(type => type.FullName != typeof(PeerPersistenceException).FullName)
            .Where(type => type.BaseType!.FullName != typeof(PeerPersistenceException).FullName || !type.IsSealed).Should().BeEmpty();

    [Theory, MemberData(nameof(Packages))]
    public void Exceptions_TakeOverTheirData_AsProperties(string package, string framework)
    {
        foreach (var type in Exceptions(package, framework))
        {
            var taken = type.PublicConstructors().SelectMany(constructor => constructor.GetParameters())
                .Where(parameter => parameter.Name is not ("message" or "reason" or "innerException")).Select(parameter => parameter.Name!.ToUpperInvariant());
            taken.Should().BeSubsetOf(type.GetProperties().Select(property => property.Name.ToUpperInvariant()), "{0} keeps what it is given", type);
        }
    }

    private static IEnumerable<Type> Exceptions(string package, string framework) =>
        LoadedPackage.Load(package, framework).PublicTypes().Where(type => typeof(Exception).IsAssignableFrom(type));
}
