using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Xunit.Abstractions;

namespace PeerPersistence.RuntimeTests.Runner;

/// <summary>Counts, and prints what failed.</summary>
internal sealed class Results : IMessageSink, IDisposable
{
    private readonly ManualResetEventSlim _finished = new();
    private readonly ConcurrentDictionary<string, bool> _running = new(StringComparer.Ordinal);
    private int _passed, _failed, _skipped;

    public void Dispose() => _finished.Dispose();

    public bool OnMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestStarting starting:
                _running[starting.Test.DisplayName] = true;
                break;
            case ITestFinished finished:
                _running.TryRemove(finished.Test.DisplayName, out _);
                break;
            case ITestPassed:
                Interlocked.Increment(ref _passed);
                break;
            case ITestSkipped:
                Interlocked.Increment(ref _skipped);
                break;
            case ITestFailed failed when MakesCode(failed):
                Interlocked.Increment(ref _skipped);
                Console.WriteLine($"SKIPPED {failed.Test.DisplayName}: makes code at run time, which there is none of here");
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

    /// <returns>The exit code: 0 where tests ran, all of them within the time, and none failed.</returns>
    public int Wait(TimeSpan within)
    {
        if (!_finished.Wait(within))
        {
            foreach (var name in _running.Keys)
                Console.WriteLine($"UNFINISHED {name}");
            _failed += _running.Count;
        }

        Console.WriteLine($"Failed: {_failed}, Passed: {_passed}, Skipped: {_skipped}");
        return _failed == 0 && _passed > 0 ? 0 : 1;
    }

    /// <summary>A double made by a library. Where no code can be made, the test says nothing of what it tests.</summary>
    private static bool MakesCode(ITestFailed failed) => !RuntimeFeature.IsDynamicCodeSupported
        && failed.ExceptionTypes.Contains(typeof(PlatformNotSupportedException).FullName)
        && Array.Exists(failed.Messages, message => message.Contains("Dynamic code generation", StringComparison.Ordinal));

    private void Fail(string name, IFailureInformation failure)
    {
        Interlocked.Increment(ref _failed);
        Console.WriteLine($"FAILED {name}\n  {string.Join("\n  ", failure.Messages)}\n{failure.StackTraces.FirstOrDefault()}");
    }
}
