using System.Globalization;
using PeerPersistence.PackageTests.Support;

namespace PeerPersistence.PackageTests.Api;

/// <summary>A member in one line.</summary>
internal static class MemberText
{
    // Not safe for several threads, so one each time.
    private static NullabilityInfoContext Nullability => new();

    public static string Of(ConstructorInfo constructor) => $"{Access(constructor)} {TypeName.Of(constructor.DeclaringType!)}({Parameters(constructor)})";

    public static string Of(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";
        return $"{Access(method)} {Kind(method)}{TypeName.Of(method.ReturnType, Nullability.Create(method.ReturnParameter))} {method.Name}{generic}({Parameters(method)})";
    }

    public static string Of(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(PublicMembers.IsReachable).ToList();
        var required = property.Has("RequiredMemberAttribute") ? "required " : "";
        var index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"this[{string.Join(", ", parameters.Select(Parameter))}]" : property.Name;
        var get = accessors.Contains(property.GetMethod!) ? "get; " : "";
        return $"{Access(accessors[0])} {required}{Kind(accessors[0])}{TypeName.Of(property.PropertyType, Nullability.Create(property))} {index} {{ {get}{Setter(property)}}}";
    }

    public static string Of(EventInfo each) => $"{Access(each.AddMethod!)} event {TypeName.Of(each.EventHandlerType!)} {each.Name}";

    public static string Of(FieldInfo field)
    {
        if (field.DeclaringType!.IsEnum)
            return $"{field.Name} = {Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}";
        var kind = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        return $"public {kind}{TypeName.Of(field.FieldType, Nullability.Create(field))} {field.Name}" + (field.IsLiteral ? " = " + Value(field.GetRawConstantValue()) : "");
    }

    public static string Parameters(MethodBase method)
    {
        var extends = method.Has("ExtensionAttribute") ? "this " : "";
        return extends + string.Join(", ", method.GetParameters().Select(Parameter));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var passing = parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref " : "";
        var isParams = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        var type = TypeName.Of(parameter.ParameterType, Nullability.Create(parameter));
        return $"{isParams}{passing}{type} {parameter.Name}" + (parameter.HasDefaultValue ? " = " + Default(parameter) : "");
    }

    private static string Default(ParameterInfo parameter) => parameter.ParameterType.IsEnum
        ? $"{TypeName.Of(parameter.ParameterType)}.{Enum.GetName(parameter.ParameterType, parameter.RawDefaultValue!)}"
        : Value(parameter.RawDefaultValue);

    private static string Setter(PropertyInfo property)
    {
        if (property.SetMethod is not { } set || !PublicMembers.IsReachable(set))
            return "";
        return set.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "IsExternalInit") ? "init; " : "set; ";
    }

    private static string Access(MethodBase method) => method.IsPublic ? "public" : "protected";

    private static string Kind(MethodInfo method)
    {
        if (method.DeclaringType!.IsInterface)
            return method.IsStatic ? "static " : "";
        if (method.IsStatic)
            return "static ";
        if (method.GetBaseDefinition() != method)
            return method.IsFinal ? "sealed override " : "override ";
        return method.IsAbstract ? "abstract " : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";
    }

    private static string Value(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
