using System.Runtime.CompilerServices;
using PeerPersistence.PackageTests.Support;

namespace PeerPersistence.PackageTests.Conventions;

/// <summary>What holds for every package alike, so that who has learned one knows all.</summary>
public sealed class ConventionTests
{
    public static IEnumerable<object[]> Packages() => Package.WithFrameworks();

    [Theory, MemberData(nameof(Packages))]
    public void Methods_ThatAreAwaited_EndInAsyncAndNoOthers(string package, string framework)
    {
        foreach (var method in Methods(package, framework))
            method.Name.EndsWith("Async", StringComparison.Ordinal).Should().Be(IsAwaited(method.ReturnType), "{0}.{1} says what it is", method.DeclaringType, method.Name);
    }

    [Theory, MemberData(nameof(Packages))]
    public void Methods_ThatAreAwaited_TakeATokenLast(string package, string framework)
    {
        foreach (var method in Methods(package, framework).Where(method => IsAwaited(method.ReturnType) && method.Name != nameof(IAsyncDisposable.DisposeAsync)))
        {
            var tokens = method.GetParameters().Where(parameter => parameter.ParameterType == typeof(CancellationToken)).ToList();
            if (tokens.Count == 0)
            {
                CannotBeCancelled.Should().Contain($"{method.DeclaringType!.Name}.{method.Name}");
                continue;
            }

            tokens.Should().ContainSingle().Which.Should().BeSameAs(method.GetParameters()[^1], "{0}.{1} takes it last", method.DeclaringType, method.Name);
            tokens[0].Name.Should().Be("cancellationToken");
            tokens[0].HasDefaultValue.Should().BeTrue("{0}.{1} needs none", method.DeclaringType, method.Name);
        }
    }

    [Theory, MemberData(nameof(Packages))]
    public void Classes_ThatNobodyDerivesFrom_AreSealed(string package, string framework)
    {
        var types = LoadedPackage.Load(package, framework).GetTypes().Where(type => type.IsClass && !type.Has(nameof(CompilerGeneratedAttribute))).ToList();
        var parents = types.Select(type => type.BaseType).ToHashSet();

        types.Where(type => type is { IsSealed: false, IsAbstract: false } && !parents.Contains(type)).Should().BeEmpty();
    }

    [Theory, MemberData(nameof(Packages))]
    public void StaticState_IsNeverChanged(string package, string framework)
    {
        const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var types = LoadedPackage.Load(package, framework).GetTypes();

        types.Where(type => !IsGenerated(type)).SelectMany(type => type.GetFields(Static))
            .Where(field => field is { IsInitOnly: false, IsLiteral: false } && !IsGenerated(field))
            .Select(field => $"{field.DeclaringType!.Name}.{field.Name}").Should().BeSubsetOf(Counters);
    }

    [Theory, MemberData(nameof(Packages))]
    public void Namespaces_AreFew(string package, string framework) =>
        LoadedPackage.Load(package, framework).PublicTypes().Select(type => type.Namespace).Distinct().Should().BeSubsetOf(
            ["PeerPersistence", "PeerPersistence.Testing", "Microsoft.Extensions.DependencyInjection"]);

    // Numbers that only have to differ: a conformance case's place.
    private static readonly string[] Counters = ["CaseRun.s_places"];

    // Deleting what a test has made; the kit's own verb.
    private static readonly string[] CannotBeCancelled = ["StoreUnderTest.DeleteAsync", "LayeredUnderTest.DeleteAsync"];

    private static IEnumerable<MethodInfo> Methods(string package, string framework) =>
        LoadedPackage.Load(package, framework).PublicTypes().Where(type => !typeof(Delegate).IsAssignableFrom(type)).SelectMany(type => type.PublicMethods());

    private static bool IsAwaited(Type type) =>
        type.Name is "Task" or "Task`1" or "ValueTask" or "ValueTask`1" or "IAsyncEnumerable`1";

    // Lambdas, source generators and the compiler keep caches of their own.
    private static bool IsGenerated(MemberInfo member) =>
        member.Name.Contains('<', StringComparison.Ordinal) || member.Name.StartsWith("__", StringComparison.Ordinal) || member.Has(nameof(CompilerGeneratedAttribute)) || member.Has("GeneratedCodeAttribute")
        || (member.DeclaringType is { } parent && IsGenerated(parent));
}
