using Microsoft.JSInterop;

namespace MeshChat;

/// <summary>Who this page is. Its key is the browser's: scripts use it, and none can read it.</summary>
internal sealed class LocalPeer(PageScripts scripts)
{
    private IJSObjectReference? _keys;
    private string _part = "";

    public PeerCard Card { get; private set; } = PeerCard.Nobody;

    public string Id => Card.Id;

    /// <returns><c>false</c>: nobody was here before; <see cref="CreateAsync"/> follows.</returns>
    public async Task<bool> LoadAsync(string part)
    {
        (_part, _keys) = (part, await scripts.ImportAsync("identity.js"));
        return Know(await _keys.InvokeAsync<string[]?>("load", part));
    }

    public async Task CreateAsync(string name) => Know(await _keys!.InvokeAsync<string[]?>("create", _part, name));

    public ValueTask<string> SignAsync(string text) => _keys!.InvokeAsync<string>("sign", text);

    public ValueTask<bool> VerifiesAsync(PeerCard author, string text, string signature) =>
        _keys!.InvokeAsync<bool>("verify", author.X, author.Y, text, signature);

    private bool Know(string[]? told)
    {
        if (told is not [var name, var x, var y])
            return false;
        Card = PeerCard.Of(name, x, y);
        return true;
    }
}
