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

    /// <returns>
    /// All with a name of which "only" is a part and none of "except" is, that carry the trait "with" if there is one, and none of "without".
    /// </returns>
    public IEnumerable<ITestCase> Wait(string? only, string[] except, string? with, string[] without)
    {
        _finished.Wait();
        return _cases.Where(each => (only is null || IsIn(each, only)) && !except.Any(part => IsIn(each, part))
            && (with is null || each.Traits.ContainsKey(with)) && !without.Any(each.Traits.ContainsKey));
    }

    private static bool IsIn(ITestCase each, string part) => each.DisplayName.Contains(part, StringComparison.Ordinal);
}
