namespace PeerPersistence.KeeperSimulator;

/// <summary>What breaks all connections of an app.</summary>
internal sealed record Interruption(string Name, double Least, double Most, Func<Contender, TimeSpan, Task> Begin, Action<Contender, TimeSpan> End)
{
    private const double Minute = 60, Hour = 3600;

    public static readonly IReadOnlyList<Interruption> All =
    [
        new("a restart", Minute, 8 * Hour, (app, _) => app.StopAsync(), (app, _) => app.Start()),
        new("a sleep", 10 * Minute, 8 * Hour, (app, _) => Done(app.Sleep), (app, lasted) => app.Wake(lasted)),
        new("a cut that nobody tells of", 2 * Minute, 4 * Hour, (app, _) => Done(() => app.Machine.Cut(true)), (app, _) => app.Machine.Cut(false)),
    ];

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
