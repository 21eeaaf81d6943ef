using Xunit.Abstractions;

namespace PeerPersistence.RuntimeTests.Runner;

/// <summary>xunit's options, all at their defaults.</summary>
internal sealed class Choices : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
{
    private readonly Dictionary<string, object?> _values = [];

    public TValue GetValue<TValue>(string name) => _values.TryGetValue(name, out var value) ? (TValue)value! : default!;

    public void SetValue<TValue>(string name, TValue value) => _values[name] = value;
}
