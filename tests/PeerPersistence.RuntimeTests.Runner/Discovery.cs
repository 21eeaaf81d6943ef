using Xunit.Abstractions;

namespace PeerPersistence.RuntimeTests.Runner;

/// <summary>Collects what there is to run.</summary>
internal sealed class Discovery : IMessageSink, IDisposable
{
    private readonly ManualResetEventSlim _finished = new();
    private readonly List<ITestCase> _cases = [];

    public void Dispose() => _finished.Dispose();

    public bool OnMessage(IMessageSinkMessage message)
    {
        if (message is ITestCaseDiscoveryMessage found)
            _cases.Add(found.TestCase);
        if (message is IDiscoveryCompleteMessage)
            _finished.Set();
        return true;
    }

    /// <returns>All with a name of which "only" is a part, but for those that carry a trait of "without".</returns>
    public IEnumerable<ITestCase> Wait(string? only, string[] without)
    {
        _finished.Wait();
        return _cases.Where(each =>
            (only is null || each.DisplayName.Contains(only, StringComparison.Ordinal)) && !without.Any(each.Traits.ContainsKey));
    }
}
