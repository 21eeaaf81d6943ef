using System.Reflection;
using System.Text.Json;

namespace PeerPersistence.Tests.Fields;

/// <summary>
/// Values in which every property is set, to one that no other property has, and none to its default: what forgets a property is found
/// out by name. A property of a new type fails here, until somebody says what a value of it is.
/// </summary>
internal sealed class Specimen
{
    /// <summary>Long ago for any clock of a test.</summary>
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private int _number;

    /// <param name="unset">What this is not about, as <c>Type.Property</c>.</param>
    public static T Of<T>(params string[] unset) => (T)new Specimen().Make(typeof(T), unset);

    /// <summary>Public properties that can be set; one that is obsolete only forwards to another.</summary>
    public static IEnumerable<PropertyInfo> PropertiesOf(Type type) =>
        type.GetProperties().Where(property => property.SetMethod is { IsPublic: true } && !property.IsDefined(typeof(ObsoleteAttribute)));

    /// <summary>Every property, those of properties included, as <c>Path = value</c>.</summary>
    public static IReadOnlyList<string> Show(object value) => [.. Flatten(value, "").Select(field => $"{field.Path} = {field.Text}")];

    /// <summary>The paths of every property, those of properties included.</summary>
    public static IReadOnlyList<string> Paths(object value) => [.. Flatten(value, "").Select(field => field.Path)];

    /// <summary>A copy with one property set; the original stays.</summary>
    public static T With<T>(T original, PropertyInfo property, object? value) where T : class
    {
        var copy = (T)typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(original, null)!;
        property.SetValue(copy, value);
        return copy;
    }

    private object Make(Type type, string[] unset)
    {
        var made = Activator.CreateInstance(type)!;
        foreach (var property in PropertiesOf(type).Where(property => !unset.Contains($"{type.Name}.{property.Name}")))
        {
            var value = Value(property.PropertyType, property.GetValue(made), unset);
            property.SetValue(made, value);
            Flatten(property.GetValue(made), "").Should().Equal(Flatten(value, ""), "{0}.{1} keeps what it is given", type.Name, property.Name);
        }

        return made;
    }

    private object Value(Type type, object? standard, string[] unset)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var n = ++_number;
        if (type == typeof(string))
            return $"text {n}";
        if (type == typeof(int))
            return 100 + n;
        if (type == typeof(long))
            return 1000L + n;
        if (type == typeof(double))
            return n / 256.0;
        if (type == typeof(bool))
            return standard is not true;
        if (type == typeof(TimeSpan))
            return TimeSpan.FromSeconds(60 + n);
        if (type == typeof(DateTimeOffset))
            return Start.AddHours(n);
        if (type.IsEnum)
            return Enum.GetValues(type).Cast<object>().First(value => !value.Equals(standard));
        if (type == typeof(Func<PeerSummary, bool>))
            return new Func<PeerSummary, bool>(_ => true);
        if (type == typeof(IReadOnlyDictionary<string, JsonElement>))
            return new Dictionary<string, JsonElement> { [$"key {n}"] = JsonSerializer.SerializeToElement(n) };
        if (type.IsGenericType && type.IsAssignableFrom(type.GetGenericArguments()[0].MakeArrayType()))
        {
            var items = Array.CreateInstance(type.GetGenericArguments()[0], 1);
            items.SetValue(Value(type.GetGenericArguments()[0], null, unset), 0);
            return items;
        }

        return type.Assembly == typeof(PeerData).Assembly && type.IsClass
            ? Make(type, unset)
            : throw new NotSupportedException($"Say here what a value of {type} is.");
    }

    private static IEnumerable<(string Path, string Text)> Flatten(object? value, string path) => value switch
    {
        null or string or ValueType or Delegate => [(path, Text(value))],
        IReadOnlyDictionary<string, JsonElement> entries => [(path, string.Join(' ', entries))],
        System.Collections.IEnumerable items => items.Cast<object>().SelectMany((item, i) => Flatten(item, $"{path}[{i}]")),
        _ when value.GetType().Assembly == typeof(PeerData).Assembly =>
            PropertiesOf(value.GetType()).SelectMany(property => Flatten(property.GetValue(value), $"{path}.{property.Name}".TrimStart('.'))),
        _ => throw new NotSupportedException($"Say here how to show a {value.GetType()}."),
    };

    private static string Text(object? value) => value switch
    {
        null => "null",
        DateTimeOffset instant => instant.UtcDateTime.ToString("O"),
        _ => FormattableString.Invariant($"{value}"),
    };
}
