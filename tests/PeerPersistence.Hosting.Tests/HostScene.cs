using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PeerPersistence.Testing;

namespace PeerPersistence.Hosting.Tests;

/// <summary>A host as an application has one, with a clock that a test moves and a store in memory that outlives it.</summary>
internal sealed class HostScene : IAsyncDisposable
{
    private IHost? _host;

    public TestClock Clock { get; } = new();

    public InMemoryKeyValueStore Kept { get; } = new();

    public Lines Log { get; } = new();

    public IHost Host => _host!;

    public IPeerPersistenceService Peers => Host.Services.GetRequiredService<IPeerPersistenceService>();

    public async Task StartAsync(Action<IPeerPersistenceBuilder> configure, IKeyValueStore? store = null, Action<IServiceCollection>? services = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.AddProvider(Log).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<TimeProvider>(Clock);
        services?.Invoke(builder.Services);
        configure(builder.Services.AddPeerPersistence().UseStore(_ => store ?? Kept).UseMasterKey(_ => new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray())));
        _host = builder.Build();
        await _host.StartAsync();
    }

    /// <summary>Waits until the service waits by the clock.</summary>
    public Task UntilWaitingAsync(int timers = 1) => Eventually.Until(() => Clock.ActiveTimers == timers);

    public async Task StopAsync()
    {
        await Host.StopAsync();
        await ((IAsyncDisposable)Host).DisposeAsync();
        _host = null;
    }

    public ValueTask DisposeAsync() => _host is IAsyncDisposable host ? host.DisposeAsync() : default;

    /// <summary>A store that is down until it is healed.</summary>
    public FaultyKeyValueStore Down() => new(Kept, _ => StoreFault.Fail);

    internal sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<(LogLevel Level, int Id, string Text)> _entries = new();

        public IEnumerable<(LogLevel Level, int Id, string Text)> Entries => _entries;

        public IEnumerable<int> Ids(LogLevel atLeast) => _entries.Where(entry => entry.Level >= atLeast).Select(entry => entry.Id);

        public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("PeerPersistence", StringComparison.Ordinal)
            ? this
            : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _entries.Enqueue((logLevel, eventId.Id, formatter(state, exception) + exception));

        public void Dispose()
        {
        }
    }
}
