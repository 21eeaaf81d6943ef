using System.Runtime.CompilerServices;

namespace PeerPersistence.PackageTests.Support;

/// <summary>What a user can reach of an assembly: public types, and of them what is public or protected and was written by hand.</summary>
internal static class PublicMembers
{
    private const BindingFlags Own = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    public static IEnumerable<Type> PublicTypes(this Assembly assembly) =>
        assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal);

    public static IEnumerable<ConstructorInfo> PublicConstructors(this Type type) => type.GetConstructors(Own).Where(IsReachable);

    /// <summary>Methods and operators; accessors belong to their properties.</summary>
    public static IEnumerable<MethodInfo> PublicMethods(this Type type) => type.GetMethods(Own)
        .Where(method => IsReachable(method) && !IsGenerated(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)));

    public static IEnumerable<PropertyInfo> PublicProperties(this Type type) =>
        type.GetProperties(Own).Where(property => property.GetAccessors(nonPublic: true).Any(IsReachable) && !IsGenerated(property.GetMethod));

    public static IEnumerable<EventInfo> PublicEvents(this Type type) => type.GetEvents(Own).Where(each => IsReachable(each.AddMethod!));

    public static IEnumerable<FieldInfo> PublicFields(this Type type) =>
        type.GetFields(Own).Where(field => (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) && !field.IsSpecialName);

    public static bool IsReachable(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    public static bool IsRecord(this Type type) => type.GetMethod("<Clone>$") is not null;

    public static bool IsStatic(this Type type) => type is { IsAbstract: true, IsSealed: true };

    public static bool Has(this MemberInfo member, string attribute) => member.CustomAttributes.Any(each => each.AttributeType.Name == attribute);

    // What the compiler writes into a record. Accessors of automatic properties are marked as well.
    private static bool IsGenerated(MethodInfo? method) =>
        method is not null && method.Has(nameof(CompilerGeneratedAttribute)) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
        || method?.Name is "get_EqualityContract" or "<Clone>$";
}
