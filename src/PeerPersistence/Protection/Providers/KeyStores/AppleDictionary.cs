namespace PeerPersistence;

/// <summary>A CFDictionary in the making, and what has to be released with it.</summary>
internal sealed unsafe class AppleDictionary : IDisposable
{
    private readonly List<nint> _keys = [];
    private readonly List<nint> _values = [];
    private readonly List<nint> _owned = [];

    /// <summary>Adds a value that lives on its own.</summary>
    /// <param name="key">The name of one of Security's constants.</param>
    /// <param name="value">The value.</param>
    public void Add(string key, nint value)
    {
        _keys.Add(AppleFrameworks.Security(key));
        _values.Add(value);
    }

    /// <summary>Adds a value that was made for it.</summary>
    /// <inheritdoc cref="Add"/>
    public void AddOwned(string key, nint value)
    {
        _owned.Add(value);
        Add(key, value);
    }

    /// <summary>The dictionary, which lives as long as this.</summary>
    public nint ToDictionary()
    {
        fixed (nint* keys = _keys.ToArray(), values = _values.ToArray())
            _owned.Add(AppleFrameworks.Dictionary(keys, values, _keys.Count));
        return _owned[^1];
    }

    public void Dispose()
    {
        foreach (var owned in _owned)
            AppleFrameworks.CFRelease(owned);
    }
}
