using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace PeerPersistence;

/// <summary>Reads values of a section of configuration, and collects what is wrong with them.</summary>
internal sealed class ConfiguredValues
{
    private const int LongestShown = 32;

    private readonly IConfiguration _section;
    private readonly List<string> _faults;

    private ConfiguredValues(IConfiguration section, List<string> faults) => (_section, _faults) = (section, faults);

    public ConfiguredValues(IConfiguration section) : this(section, [])
    {
    }

    private delegate bool TryParse<T>(string text, out T value);

    public ConfiguredValues Section(string key) => new(_section.GetSection(key), _faults);

    public void Text(string key, Action<string> set) =>
        Read(key, "a text", (string text, out string value) => (value = text) is not null, set);

    public void Integer(string key, Action<int> set) => Read(
        key, "a whole number",
        (string text, out int value) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value), set);

    public void Long(string key, Action<long> set) => Read(
        key, "a whole number",
        (string text, out long value) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value), set);

    public void Number(string key, Action<double> set) => Read(
        key, "a number",
        (string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value), set);

    public void Duration(string key, Action<TimeSpan> set) => Read(
        key, "a duration such as '7.00:00:00'",
        (string text, out TimeSpan value) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value), set);

    public void Flag(string key, Action<bool> set) => Read<bool>(key, "true or false", bool.TryParse, set);

    public void Name<T>(string key, Action<T> set) where T : struct, Enum => Read(
        key, "one of " + string.Join(", ", Enum.GetNames<T>()),
        (string text, out T value) => Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value), set);

    /// <exception cref="OptionsValidationException">Values were wrong; it names each by its path.</exception>
    public void ThrowIfWrong(string name, Type options)
    {
        if (_faults.Count > 0)
            throw new OptionsValidationException(name, options, _faults);
    }

    private void Read<T>(string key, string kind, TryParse<T> parse, Action<T> set)
    {
        if (_section[key] is not { } text)
            return;
        if (parse(text, out var value))
            set(value);
        else
            _faults.Add($"{_section.GetSection(key).Path} must be {kind} (was {Shown(text)}).");
    }

    private static string Shown(string text) =>
        text.Length <= LongestShown && !text.Any(char.IsControl) ? $"'{text}'" : $"a text of {text.Length} characters";
}
