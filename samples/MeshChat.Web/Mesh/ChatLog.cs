namespace MeshChat;

/// <summary>What was said and what happened, as the page shows it. It lives as long as the page.</summary>
internal sealed class ChatLog(TimeProvider time)
{
    private const int Longest = 500;
    private readonly List<Entry> _entries = [];
    private int _count;

    public event Action? Changed;

    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>Somebody said something.</summary>
    public void Say(PeerCard author, string text, string? via) => Add(new(_count++, time.GetLocalNow(), author.Id, author.Name, text, via));

    /// <summary>Something happened.</summary>
    public void Tell(string text) => Add(new(_count++, time.GetLocalNow(), "", "", text, null));

    private void Add(Entry entry)
    {
        _entries.Add(entry);
        if (_entries.Count > Longest)
            _entries.RemoveAt(0);
        Changed?.Invoke();
    }
}

/// <summary>A line of the log.</summary>
/// <param name="Number">Its place.</param>
/// <param name="At">When.</param>
/// <param name="AuthorId">Who said it; empty: it happened.</param>
/// <param name="Author">The name.</param>
/// <param name="Text">What.</param>
/// <param name="Via">The friend through whom it came; <c>null</c>: straight.</param>
public sealed record Entry(int Number, DateTimeOffset At, string AuthorId, string Author, string Text, string? Via);
