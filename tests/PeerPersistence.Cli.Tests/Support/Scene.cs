using System.Security.Cryptography;

namespace PeerPersistence.Cli.Tests;

/// <summary>A folder with stores in it, a clock, and the program run in this process.</summary>
internal sealed class Scene : IDisposable
{
    public const string Secret = "s3cret-of-alice-0123456789";
    public const string TurnPassword = "turn-passw0rd-0123456789";
    public const string Address = "203.0.113.77";

    public Scene() => Folder = Directory.CreateTempSubdirectory("peers-cli-").FullName;

    public string Folder { get; }

    public FakeTimeProvider Time { get; } = new(new(2026, 1, 14, 12, 0, 0, TimeSpan.Zero));

    public string KeyFile => In("master.key");

    public string FileStore => "file:" + In("peers.db");

    public string SqliteStore => "sqlite:" + In("peers.sqlite");

    public string In(string name) => Path.Combine(Folder, name);

    public Task<Outcome> RunAsync(params string[] arguments) => TypeAsync("", arguments);

    public Task<Outcome> TypeAsync(string input, params string[] arguments) => RunAsync(input, canAsk: false, arguments);

    /// <summary>The same at a terminal, where somebody answers.</summary>
    public Task<Outcome> AnswerAsync(string answer, params string[] arguments) => RunAsync(answer, canAsk: true, arguments);

    private async Task<Outcome> RunAsync(string input, bool canAsk, string[] arguments)
    {
        using StringWriter output = new(), errors = new();
        using var reader = new StringReader(input);
        var console = new ToolConsole(output, errors, reader, ToolConsole.For(output, isFile: true), ToolConsole.For(errors, isFile: true)) { Time = Time, CanAsk = canAsk };
        var exitCode = await PeersTool.RunAsync(arguments, console);
        return new(exitCode, output.ToString(), errors.ToString());
    }

    /// <summary>A store with alice, who has a secret, bob, a stranger, and mallory, whose name is an attack.</summary>
    public async Task FillAsync(string address, IMasterKeyProvider? keys = null, bool encrypted = false)
    {
        var (scheme, place) = StoreSchemes.Parse(address);
        var store = await scheme.OpenAsync(place, mayCreate: true, default);
        await using var _ = (IAsyncDisposable)store;
        keys ??= new KeyFileProvider(KeyFile);
        using var hidden = EncryptedKeyValueStore.Create(store, keys);
        await using var service = new PeerPersistenceService(encrypted ? hidden : store, null, keys, Time);
        await service.StorePeersAsync(People());
        await service.UpdateLastSeenAsync("alice");
    }

    /// <summary>A store opened as an application would.</summary>
    public async Task<PeerPersistenceService> ServiceAsync(IKeyValueStore store, IMasterKeyProvider? keys = null, PeerPersistenceOptions? options = null)
    {
        var service = new PeerPersistenceService(store, options, keys ?? new KeyFileProvider(KeyFile), Time);
        await service.InitializeAsync();
        return service;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public static FixedKeyProvider NewKey() => new(RandomNumberGenerator.GetBytes(32));

    private PeerData[] People()
    {
        var now = Time.GetUtcNow();
        return
        [
            PeerData.Create("alice", now) with
            {
                DisplayName = "Alice",
                SharedSecret = Secret,
                LastKnownIP = Address,
                IsPinned = true,
                IceServers = [new() { Urls = [$"turn:{Address}:3478"], Username = "turner", Credential = TurnPassword }],
                CachedCandidates = [new() { Candidate = $"candidate:1 1 udp 1 {Address} 4000 typ host", Type = ConnectionType.Host }],
            },
            PeerData.Create("bob", now.AddDays(-3)) with { LastConnected = null, ConnectionQuality = new() },
            PeerData.Create("mallory", now.AddDays(-40)) with { DisplayName = "<script>alert('x')</script>\u001b[31m[red]\u202eevil" },
        ];
    }
}
