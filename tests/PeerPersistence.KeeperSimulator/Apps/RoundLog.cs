using Microsoft.Extensions.Logging;

namespace PeerPersistence.KeeperSimulator;

/// <summary>Hears of the log only that a round of tries is over, and whether it proved an outage of the app's own.</summary>
internal sealed class RoundLog(Action<bool> ended) : ILogger<PeerPersistenceService>
{
    private const int Reconnected = 400;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == Reconnected && state is IReadOnlyList<KeyValuePair<string, object?>> values)
            ended(values.Any(value => value is { Key: "OwnOutage", Value: true }));
    }
}
