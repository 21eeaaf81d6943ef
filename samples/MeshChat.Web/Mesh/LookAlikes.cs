namespace MeshChat;

/// <summary>Names by which one peer could pass for another: two have the same, or two that look the same.</summary>
internal sealed class LookAlikes
{
    /// <summary>Comparing a name with all others takes milliseconds, and the page stands still meanwhile.</summary>
    private const int AtOnce = 8;

    private readonly HashSet<string> _compared = [], _alike = [];

    public bool Has(string name) => _alike.Contains(name);

    /// <summary>Compares those that are new, a few at a time.</summary>
    /// <param name="names">One of each peer.</param>
    public void Compare(IEnumerable<string> names)
    {
        HashSet<string> all = [];
        foreach (var name in names)
        {
            if (!all.Add(name))
                _alike.Add(name);
        }

        foreach (var name in all.Where(_compared.Add).Take(AtOnce))
        {
            var others = PeerId.LookAlikesOf(name, all);
            _alike.UnionWith(others);
            if (others.Count > 0)
                _alike.Add(name);
        }
    }
}
