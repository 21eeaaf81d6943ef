using Microsoft.JSInterop;

namespace MeshChat;

/// <summary>The browser's data channels, by the numbers that the script gives them.</summary>
internal sealed class DataChannels(PageScripts scripts)
{
    private readonly Dictionary<int, PeerLink> _links = [];
    private IJSObjectReference? _script;

    /// <summary>A measurement of a link came in.</summary>
    public event Action<PeerLink>? Measured;

    public async Task StartAsync()
    {
        _script = await scripts.ImportAsync("links.js");
        await _script.InvokeVoidAsync("attach", DotNetObjectReference.Create(this));
    }

    /// <summary>Makes the calling end of a link; <see cref="AcceptAsync"/> follows.</summary>
    public async Task<PeerLink> OfferAsync(CancellationToken cancellationToken) =>
        Add(await _script!.InvokeAsync<Described>("offer"), cancellationToken);

    /// <summary>Makes the called end of a link.</summary>
    public async Task<PeerLink> AnswerAsync(string description, CancellationToken cancellationToken) =>
        Add(await _script!.InvokeAsync<Described>("answer", description), cancellationToken);

    public ValueTask AcceptAsync(PeerLink link, string description, CancellationToken cancellationToken) =>
        _script!.InvokeVoidAsync("accept", cancellationToken, link.Number, description);

    public void Send(PeerLink link, string text) => ((IJSInProcessObjectReference)_script!).InvokeVoid("send", link.Number, text);

    /// <summary>Says no more on a link, and hears out what is under way.</summary>
    public void Close(PeerLink link) => ((IJSInProcessObjectReference)_script!).InvokeVoid("close", link.Number);

    /// <summary>Ends a link at once.</summary>
    public void Cut(PeerLink link) => ((IJSInProcessObjectReference)_script!).InvokeVoid("cut", link.Number);

    [JSInvokable]
    public void OnOpen(int number, string type, string address, string candidate) =>
        Find(number)?.Open(new LinkPath(type, address, candidate));

    [JSInvokable]
    public void OnMessage(int number, string text) => Find(number)?.Receive(text);

    [JSInvokable]
    public void OnPong(int number, double milliseconds)
    {
        if (Find(number) is not { } link)
            return;
        link.Latency = TimeSpan.FromMilliseconds(milliseconds);
        Measured?.Invoke(link);
    }

    [JSInvokable]
    public void OnEnd(int number, bool endedThere)
    {
        Find(number)?.End(endedThere);
        _links.Remove(number);
    }

    /// <summary>A link that nobody waits for any more is ended at once: the script has made it all the same.</summary>
    private PeerLink Add(Described described, CancellationToken cancellationToken)
    {
        var link = _links[described.Number] = new(described.Number, described.Description, this);
        if (!cancellationToken.IsCancellationRequested)
            return link;
        Cut(link);
        throw new OperationCanceledException(cancellationToken);
    }

    private PeerLink? Find(int number) => _links.GetValueOrDefault(number);

    /// <summary>An end of a link, as the script describes it.</summary>
    internal sealed record Described(int Number, string Description);
}
