using Xunit.Abstractions;

namespace PeerPersistence.RuntimeTests.Runner;

/// <summary>Counts, and prints what failed.</summary>
internal sealed class Results : IMessageSink, IDisposable
{
    private readonly ManualResetEventSlim _finished = new();
    private int _passed, _failed, _skipped;

    public void Dispose() => _finished.Dispose();

    public bool OnMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestPassed:
                Interlocked.Increment(ref _passed);
                break;
            case ITestSkipped:
                Interlocked.Increment(ref _skipped);
                break;
            case ITestFailed failed:
                Fail(failed.Test.DisplayName, failed);
                break;
            // Fixtures, clean-up, discovery: whatever else goes wrong.
            case IFailureInformation failure:
                Fail(message.GetType().Name, failure);
                break;
            case ITestAssemblyFinished:
                _finished.Set();
                break;
        }

        return true;
    }

    /// <returns>The exit code: 0 where tests ran and none failed.</returns>
    public int Wait()
    {
        _finished.Wait();
        Console.WriteLine($"Failed: {_failed}, Passed: {_passed}, Skipped: {_skipped}");
        return _failed == 0 && _passed > 0 ? 0 : 1;
    }

    private void Fail(string name, IFailureInformation failure)
    {
        Interlocked.Increment(ref _failed);
        Console.WriteLine($"FAILED {name}\n  {string.Join("\n  ", failure.Messages)}\n{failure.StackTraces.FirstOrDefault()}");
    }
}
