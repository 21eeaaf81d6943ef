using System.Globalization;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>Numbers as a reader wants them: three digits that say something.</summary>
internal static class Figure
{
    public const string None = "–";

    public static string Of(double? value)
    {
        if (value is not { } number)
            return None;
        var format = Math.Abs(number) switch { < 1 => "0.00", < 10 => "0.0", _ => "#,0" };
        return number.ToString(format, CultureInfo.InvariantCulture);
    }

    public static string Ratio(double? value) => value is { } number ? number.ToString(number < 10 ? "0.00" : "#,0", CultureInfo.InvariantCulture) : None;

    /// <summary>A value and, in brackets, how many times a rival's it is.</summary>
    public static string With(double? value, double? ratio) => value is null ? None : ratio is null ? Of(value) : $"{Of(value)} ({Ratio(ratio)})";
}
