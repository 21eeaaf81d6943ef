namespace PeerPersistence.Browser.Tests.Chat;

/// <summary>A page whose user writes on its channels what she wants.</summary>
internal sealed class Mallory(ChatPage page)
{
    /// <summary>Runs before the page: keeps its data channels.</summary>
    public const string CatchingChannels = """
        const channels = globalThis.channels = [], make = RTCPeerConnection.prototype.createDataChannel;
        RTCPeerConnection.prototype.createDataChannel = function (...how) {
          const channel = make.apply(this, how);
          channels.push(channel);
          return channel;
        };
        """;

    /// <summary>Runs before the page: keeps its connections.</summary>
    public const string CountingConnections = """
        const connections = globalThis.connections = [], Native = RTCPeerConnection;
        globalThis.RTCPeerConnection = class extends Native {
          constructor(how) { super(how); connections.push(this); }
          setRemoteDescription(remote) { this.remote = remote.sdp; return super.setRemoteDescription(remote); }
        };
        """;

    /// <summary>How many connections are open once there are no more than two, or after 25 s: calls that were not answered, and answers
    /// to calls that were given up, end within 20.</summary>
    public const string OpenConnections = """
        async () => {
          const count = () => connections.filter(each => each.connectionState !== 'closed').length;
          for (let looks = 0; looks < 500 && count() > 2; looks++) await new Promise(later => setTimeout(later, 50));
          return count();
        }
        """;

    /// <summary>How often somebody was answered who called with this description.</summary>
    public const string AnswersTo = "description => connections.filter(each => each.remote === description).length";

    private const string Tools = """
        const channel = async () => {
          for (;;) {
            const open = channels.find(each => each.readyState === 'open');
            if (open) return open;
            await new Promise(later => setTimeout(later, 50));
          }
        };
        const current = await channel();
        const send = message => { if (current.readyState === 'open') current.send(message); };
        const say = message => send(JSON.stringify(message));
        const base64url = bytes => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
        const identify = async (name, x, y) => {
          const jwk = new TextEncoder().encode(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`);
          return { id: base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', jwk))), name, x, y };
        };
        const card = async () => {
          const { publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
          const { x, y } = await crypto.subtle.exportKey('jwk', publicKey);
          return identify('ghost', x, y);
        };
        const called = async description => {
          const { load, sign } = await import(new URL('identity.js', document.baseURI));
          const signal = { call: crypto.randomUUID(), author: await identify(...await load('')), to: alice, description, isAnswer: false };
          const { author } = signal;
          const text = ['meshchat signal', signal.call, 'False', author.id, author.name, alice, '', description].join('\n');
          return { type: 'signal', signal: { ...signal, signature: await sign(text) } };
        };
        const call = async description => say(await called(description));
        const replay = async (message, times) => {
          for (let i = 0; i < times; i++) {
            say(message);
            await new Promise(later => setTimeout(later, 300));
          }
        };
        const swallow = () => {
          const hear = current.onmessage;
          globalThis.swallowed = 0;
          current.onmessage = event => event.data.includes('"signal"') ? swallowed++ : hear(event);
          setInterval(() => say({ type: 'presence', linked: [bob] }), 200);
        };
        """;

    private string _names = "";

    /// <summary>Who the others are. The only channel from now on is that to Alice.</summary>
    public async Task LearnAsync(ChatPage alice, ChatPage bob)
    {
        await page.SeesAsync("alice", "bob");
        await page.DoAsync("Block", "bob");
        await page.SeesAsAsync("bob", "Blocked");
        await bob.SeesAsAsync("mallory", "Through");
        _names = $"const alice = '{await IdAsync(alice)}', bob = '{await IdAsync(bob)}';";
    }

    /// <summary>Does something on the channel that is open, or on the next one.</summary>
    public Task DoAsync(string deed) => page.Page.EvaluateAsync($"async () => {{ {_names} {Tools} {deed}; }}");

    /// <summary>How many calls she was asked to carry, and did not.</summary>
    public Task<int> SwallowedAsync() => page.Page.EvaluateAsync<int>("() => swallowed");

    /// <returns><c>false</c>: the channel is open, still.</returns>
    public Task<bool> IsCutOffAfterAsync(string deed) => page.Page.EvaluateAsync<bool>($$"""
        async () => {
          {{_names}} {{Tools}}
          const closed = new Promise(close => current.addEventListener('close', () => close(true)));
          {{deed}};
          return await Promise.race([closed, new Promise(late => setTimeout(() => late(false), 10000))]);
        }
        """);

    private static async Task<string> IdAsync(ChatPage chat) => (await chat.Page.Locator("[data-self]").GetAttributeAsync("data-self"))!;
}
