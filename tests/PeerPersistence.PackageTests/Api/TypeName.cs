namespace PeerPersistence.PackageTests.Api;

/// <summary>A type as C# writes it, nullable references included.</summary>
internal static class TypeName
{
    private static readonly Dictionary<string, string> Keywords = new()
    {
        ["Boolean"] = "bool", ["Byte"] = "byte", ["Int32"] = "int", ["UInt32"] = "uint", ["Int64"] = "long", ["UInt64"] = "ulong", ["Double"] = "double",
        ["Object"] = "object", ["String"] = "string", ["Void"] = "void",
    };

    public static string Of(Type type, NullabilityInfo? nullability = null)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Of(underlying, nullability) + "?";
        if (type.IsByRef)
            return Of(type.GetElementType()!, nullability);
        return Bare(type, nullability) + (!type.IsValueType && nullability?.ReadState == NullabilityState.Nullable ? "?" : "");
    }

    private static string Bare(Type type, NullabilityInfo? nullability)
    {
        if (type.IsArray)
            return Of(type.GetElementType()!, nullability?.ElementType) + "[]";
        if (type.IsNested && !type.IsGenericParameter)
            return $"{Bare(type.DeclaringType!, null)}.{type.Name}";
        if (!type.IsGenericType)
            return type.Namespace == "System" && Keywords.TryGetValue(type.Name, out var keyword) ? keyword : type.Name;
        var arguments = type.GetGenericArguments();
        var states = nullability is { GenericTypeArguments: { Length: > 0 } known } ? known : null;
        return $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", arguments.Select((argument, index) => Of(argument, states?[index])))}>";
    }
}
