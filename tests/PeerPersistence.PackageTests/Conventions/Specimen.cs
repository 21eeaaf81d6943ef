using System.Runtime.CompilerServices;

namespace PeerPersistence.PackageTests.Conventions;

/// <summary>A value of any type with every text in it telling where it stands: <c>«Type.Property»</c>.</summary>
internal static class Specimen
{
    public static object Of(Type type)
    {
        var value = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var field in Fields(type))
            field.SetValue(value, ValueOf(field.FieldType, type, NameOf(field)));
        return value;
    }

    private static object? ValueOf(Type type, Type owner, string name)
    {
        if (type == typeof(string))
            return $"«{owner.Name}.{name}»";
        if (type.IsValueType)
            return Activator.CreateInstance(type);
        if (ElementOf(type) is { } element)
            return List(element, ValueOf(element, owner, name));
        if (type is { IsInterface: true, IsGenericType: true } && type.Name.Contains("Dictionary", StringComparison.Ordinal))
            return Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(type.GetGenericArguments()));
        if (type.IsAbstract || type == owner)
            return null;
        var isOurs = type.Namespace?.StartsWith("PeerPersistence", StringComparison.Ordinal) == true;
        return isOurs ? Of(type) : type.GetConstructor(Type.EmptyTypes)?.Invoke(null);
    }

    private static Array List(Type element, object? item)
    {
        var list = Array.CreateInstance(element, 1);
        list.SetValue(item, 0);
        return list;
    }

    private static Type? ElementOf(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsInterface && type.IsGenericType && type.GetGenericArguments() is [var element] && type.IsAssignableFrom(element.MakeArrayType()) ? element
        : null;

    private static IEnumerable<FieldInfo> Fields(Type? type)
    {
        for (; type is not null && type != typeof(object) && type != typeof(ValueType) && type != typeof(Exception); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                yield return field;
        }
    }

    private static string NameOf(FieldInfo field) => field.Name.TrimStart('<', '_').Split('>')[0];
}
