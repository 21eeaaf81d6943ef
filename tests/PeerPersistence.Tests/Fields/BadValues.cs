using System.Reflection;
using System.Text.Json;

namespace PeerPersistence.Tests.Fields;

/// <summary>Values of a property that nobody can mean.</summary>
internal static class BadValues
{
    public static IReadOnlyList<object?> Of(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        object?[] missing = type.IsClass || type.IsInterface ? IsOptional(property) ? [] : [null] : [];
        return [.. missing, .. Of(type)];
    }

    private static object?[] Of(Type type)
    {
        if (type == typeof(bool))
            return [];
        if (type == typeof(string))
            return [new string('x', 2_000_000)];
        if (type == typeof(int) || type == typeof(long))
            return [-1];
        if (type == typeof(double))
            return [-0.1, double.NaN];
        if (type == typeof(TimeSpan))
            return [TimeSpan.FromTicks(-1)];
        if (type == typeof(DateTimeOffset))
            return [DateTimeOffset.UnixEpoch.AddMilliseconds(-1)];
        if (type.IsEnum)
            return [Enum.ToObject(type, 99)];
        if (type == typeof(IReadOnlyDictionary<string, JsonElement>))
            return [Enumerable.Range(0, 10_000).ToDictionary(i => $"{i}", _ => default(JsonElement))];
        if (type.IsGenericType)
            return [Array.CreateInstance(type.GetGenericArguments()[0], 10_000), Array.CreateInstance(type.GetGenericArguments()[0], 1)];
        return type.IsClass && type.Assembly == typeof(PeerData).Assembly
            ? []
            : throw new NotSupportedException($"Say here what a bad {type} is.");
    }

    private static bool IsOptional(PropertyInfo property) =>
        new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;
}
