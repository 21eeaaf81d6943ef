namespace PeerPersistence;

/// <summary>The keys that a rotation must not destroy.</summary>
internal sealed class NeededKeys
{
    private readonly HashSet<uint> _ids = [];
    private bool _all;

    public void Add(uint id) => _ids.Add(id);

    /// <summary>Something cannot be read that may need any of them.</summary>
    public void AddAll() => _all = true;

    /// <summary>Those that nothing needs.</summary>
    public IReadOnlyList<uint> Unneeded(IReadOnlyList<uint> retired) => _all ? [] : [.. retired.Where(id => !_ids.Contains(id))];
}
