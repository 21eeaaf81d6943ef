using System.Text;
using PeerPersistence.PackageTests.Support;

namespace PeerPersistence.PackageTests.Api;

/// <summary>The public face of an assembly as text: a type a paragraph, a member a line, in a fixed order.</summary>
internal static class PublicApi
{
    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.PublicTypes())
        {
            text.Append(type.Namespace).Append(": ").Append(Header(type)).Append('\n');
            foreach (var line in Lines(type))
                text.Append("    ").Append(line).Append('\n');
            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Header(Type type)
    {
        if (IsDelegate(type))
            return $"delegate {TypeName.Of(type.GetMethod("Invoke")!.ReturnType)} {TypeName.Of(type)}({MemberText.Parameters(type.GetMethod("Invoke")!)})";
        var marks = type.Has("FlagsAttribute") ? "[Flags] " : "";
        return marks + Kind(type) + " " + TypeName.Of(type) + Bases(type);
    }

    private static string Kind(Type type)
    {
        if (type.IsEnum)
            return "enum";
        if (type.IsInterface)
            return "interface";
        if (type.IsValueType)
            return "struct";
        var kind = type.IsRecord() ? "record" : "class";
        return type.IsStatic() ? "static " + kind : type.IsAbstract ? "abstract " + kind : type.IsSealed ? "sealed " + kind : kind;
    }

    // The platform's own interfaces grow with its version; those of an enum are all its own.
    private static string Bases(Type type)
    {
        if (type.IsEnum)
            return "";
        var inherited = type.BaseType?.GetInterfaces() ?? [];
        var bases = type.GetInterfaces().Except(inherited).Where(each => !each.Name.StartsWith("IEquatable", StringComparison.Ordinal))
            .Select(each => TypeName.Of(each)).Order(StringComparer.Ordinal).ToList();
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
            bases.Insert(0, TypeName.Of(parent));
        return bases.Count == 0 ? "" : " : " + string.Join(", ", bases);
    }

    private static IEnumerable<string> Lines(Type type)
    {
        if (IsDelegate(type))
            return [];
        if (type.IsEnum)
            return type.PublicFields().Select(MemberText.Of);
        return
        [
            .. InOrder(type.PublicFields(), MemberText.Of),
            .. InOrder(type.PublicConstructors(), MemberText.Of),
            .. InOrder(type.PublicProperties(), MemberText.Of),
            .. InOrder(type.PublicEvents(), MemberText.Of),
            .. InOrder(type.PublicMethods(), MemberText.Of),
        ];
    }

    private static IEnumerable<string> InOrder<T>(IEnumerable<T> members, Func<T, string> text) where T : MemberInfo => members
        .Select(member => (member.Name, Text: text(member)))
        .OrderBy(member => member.Name, StringComparer.Ordinal).ThenBy(member => member.Text, StringComparer.Ordinal)
        .Select(member => member.Text);

    private static bool IsDelegate(Type type) => type.BaseType == typeof(MulticastDelegate);
}
