namespace PeerPersistence.KeeperSimulator;

/// <summary>What breaks all connections of an app.</summary>
/// <param name="Name">How it is called.</param>
/// <param name="Least">The shortest, in seconds.</param>
/// <param name="Most">The longest, in seconds.</param>
/// <param name="Begin">Begins it.</param>
/// <param name="End">Ends it, and tells how long it lasted.</param>
internal sealed record Interruption(
    string Name, double Least, double Most, Func<Contender, Task> Begin, Action<Contender, TimeSpan> End)
{
    private const double Minute = 60, Hour = 3600;

    public static readonly IReadOnlyList<Interruption> All =
    [
        new("a restart", Minute, 8 * Hour, app => app.StopAsync(), (app, _) => app.Start()),
        new("a sleep", 10 * Minute, 8 * Hour, app => Done(app.Sleep), (app, lasted) => app.Wake(lasted)),
        new(
            "a cut that nobody tells of", 2 * Minute, 4 * Hour, app => Done(() => app.Machine.Cut(true)),
            (app, _) => app.Machine.Cut(false)),
    ];

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
