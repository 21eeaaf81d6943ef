namespace MeshChat;

/// <summary>Collects who came back to whom, as each side saw it.</summary>
internal sealed class Reunions(Cast cast)
{
    private readonly List<Reunion> _all = [];
    private Dictionary<DemoPeer, int> _marks = [];
    private string _cause = "";

    /// <summary>Something is about to break.</summary>
    public void Watch(string cause) => (_cause, _marks) = (cause, cast.All.ToDictionary(peer => peer, peer => peer.Journal.Count));

    /// <summary>It is mended: everyone named has to have come back to <paramref name="peer"/>.</summary>
    public void Collect(DemoPeer peer, IEnumerable<DemoPeer> others)
    {
        foreach (var other in others)
        {
            Collect(peer, other.Name);
            Collect(other, peer.Name);
        }
    }

    /// <summary>Whoever stayed tells how often it called a peer that is gone.</summary>
    public void Miss(DemoPeer gone, IEnumerable<DemoPeer> others)
    {
        foreach (var peer in others)
        {
            var tries = peer.Journal.All<TryFailed>(_marks[peer]).Count(e => e.Id == gone.Id);
            _all.Add(new(peer.Name, gone.Name, _cause, Called: true, tries, After: null));
        }
    }

    public IEnumerable<Reunion> Of(DemoPeer peer) => _all.Where(reunion => reunion.Peer == peer.Name);

    private void Collect(DemoPeer peer, string other)
    {
        var link = peer.Journal.All<Linked>(_marks[peer]).LastOrDefault(link => link.Name == other)
            ?? throw new DemoFailure($"{peer.Name} did not come back to {other}.");
        _all.Add(new(peer.Name, other, _cause, link.Dialled, link.Tries, TimeSpan.FromMilliseconds(link.Milliseconds)));
    }
}

/// <summary>One peer is back with another, or misses it for good.</summary>
/// <param name="Peer">Who reports it.</param>
/// <param name="With">Whom it missed.</param>
/// <param name="Cause">Why it missed it.</param>
/// <param name="Called">The reporting peer called; else the other did.</param>
/// <param name="Tries">How often the reporting peer had called.</param>
/// <param name="After">How long it missed the other; <c>null</c>: it still does.</param>
internal sealed record Reunion(string Peer, string With, string Cause, bool Called, int Tries, TimeSpan? After);
