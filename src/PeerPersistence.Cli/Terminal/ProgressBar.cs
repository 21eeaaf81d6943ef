using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>A bar on standard error while something takes its time. Where that is a file, nothing.</summary>
internal static class ProgressBar
{
    /// <param name="console">Where to draw.</param>
    /// <param name="what">What is going on.</param>
    /// <param name="work">Reports the shares done since the last report, 1 in all.</param>
    public static Task<T> RunAsync<T>(IAnsiConsole console, string what, Func<IProgress<double>, Task<T>> work) =>
        console.Profile.Capabilities.Interactive
            ? console.Progress().StartAsync(context => work(new Bar(context.AddTask(what, maxValue: 1))))
            : work(new Bar(null));

    private sealed class Bar(ProgressTask? task) : IProgress<double>
    {
        public void Report(double value) => task?.Increment(value);
    }
}
