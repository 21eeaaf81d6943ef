using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace MeshChat.Tests;

/// <summary>A whole peer inside the test, with a terminal that the test types on and reads.</summary>
internal sealed class TestPeer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly string _folder = Directory.CreateTempSubdirectory("meshchat-test-").FullName;
    private readonly FakeTerminal _terminal = new();
    private readonly ServiceProvider _services;
    private readonly Task _running;

    private TestPeer(string name)
    {
        var options = new ChatOptions { Name = name, Folder = _folder, Quick = true };
        _services = new ServiceCollection().AddChat(options, new ChatFolder(_folder)).AddSingleton<ITerminal>(_terminal).BuildServiceProvider();
        _running = Get<ChatApp>().RunAsync(CancellationToken.None);
    }

    public string Id => Get<PeerIdentity>().Id;

    public IPeerPersistenceService Peers => Get<IPeerPersistenceService>();

    public Journal Journal => _terminal.Journal;

    public static async Task<TestPeer> StartAsync(string name)
    {
        var peer = new TestPeer(name);
        await peer.ExpectAsync<Started>();
        return peer;
    }

    /// <summary>Two peers that met through an invitation.</summary>
    public static async Task<(TestPeer Alice, TestPeer Bob)> StartPairAsync()
    {
        var (alice, bob) = (await StartAsync("alice"), await StartAsync("bob"));
        bob.Type($"/join {await alice.InviteAsync()}");
        await Task.WhenAll(alice.ExpectAsync<Linked>(), bob.ExpectAsync<Linked>());
        return (alice, bob);
    }

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public void Type(string line) => _terminal.Lines.Writer.TryWrite(line);

    public async Task<string> InviteAsync()
    {
        var mark = Journal.Count;
        Type("/invite");
        return (await ExpectAsync<Invited>(since: mark)).Code;
    }

    /// <summary>Waits for the first event of a kind.</summary>
    public async Task<T> ExpectAsync<T>(Func<T, bool>? match = null, int since = 0) where T : ChatEvent
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        try
        {
            await Journal.WaitAsync(journal => journal.All<T>(since).Any(match ?? (_ => true)), limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"No {typeof(T).Name} came. It reported: {string.Join(Environment.NewLine, Journal.All<ChatEvent>())}");
        }

        return Journal.All<T>(since).First(match ?? (_ => true));
    }

    /// <summary>Waits until a record is as it should be.</summary>
    public async Task<PeerData> ExpectRecordAsync(string peerId, Func<PeerData, bool> match)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        var change = ChangeAsync(); // It listens from here on: what happens while the record is read is not missed.
        if (await Peers.GetPeerAsync(peerId, limit.Token) is not { } peer || !match(peer))
            return await change;
        await limit.CancelAsync();
        return peer;

        async Task<PeerData> ChangeAsync()
        {
            await foreach (var told in Peers.WatchAsync(limit.Token))
            {
                if (told.PeerId == peerId && told.New is { } changed && match(changed))
                    return changed;
            }

            throw new InvalidOperationException("The watch ended.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Type("/quit");
        await _running.WaitAsync(Patience);
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class FakeTerminal : ITerminal
    {
        public Channel<string> Lines { get; } = Channel.CreateUnbounded<string>();

        public Journal Journal { get; } = new();

        public void Show(ChatEvent chatEvent) => Journal.Add(chatEvent);

        public async Task<string?> ReadLineAsync(CancellationToken cancellationToken) => await Lines.Reader.ReadAsync(cancellationToken);
    }
}
