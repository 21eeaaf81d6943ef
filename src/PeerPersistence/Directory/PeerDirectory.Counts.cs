namespace PeerPersistence;

/// <content>What is counted as records come and go, so that nobody looks at all of them for it.</content>
internal sealed partial class PeerDirectory
{
    private readonly long[] _foretold = new long[TryTally.Numbers];
    private long _characters;
    private int _damaged;
    private int _records;
    private int _sealed;
    private int _blocked;
    private int _blacklisted;
    private int _inClear;
    private int _setAside;

    /// <summary>Records stored, damaged ones included.</summary>
    public int Count { get { lock (_sync) return _records; } }

    /// <summary>Places taken: whom the user blocked takes none.</summary>
    public int PlacesTaken { get { lock (_sync) return _records - _blocked; } }

    public int DamagedCount { get { lock (_sync) return _damaged; } }

    /// <summary>Whether any readable record carries a sealed secret.</summary>
    public bool HasSecrets { get { lock (_sync) return _sealed > 0; } }

    /// <summary>Whether any readable record has a secret or a credential in clear.</summary>
    public bool HasClear { get { lock (_sync) return _inClear > 0; } }

    /// <summary>Whether any readable record says until when its peer is blacklisted, be it over.</summary>
    public bool HasBlacklisted { get { lock (_sync) return _blacklisted > 0; } }

    /// <summary>Readable records of which a part could not be read.</summary>
    public int SetAsideCount { get { lock (_sync) return _setAside; } }

    /// <summary>How well own tries were foretold, of all peers together; see <see cref="TryTally"/>.</summary>
    public IReadOnlyList<long> Foretold { get { lock (_sync) return [.. _foretold]; } }

    /// <summary>2 × the characters of all keys and values under the prefix.</summary>
    public long EstimatedSizeBytes { get { lock (_sync) return 2 * _characters; } }

    private void Tally(PeerSummary? record, int sign)
    {
        if (record is null)
            return;
        _characters += sign * record.Characters;
        _records += sign;
        _damaged += record.IsDamaged ? sign : 0;
        _sealed += record.HasSecret ? sign : 0;
        _blocked += record.IsBlocked ? sign : 0;
        _blacklisted += record.BlacklistUntil is not null ? sign : 0;
        _inClear += record.IsInClear ? sign : 0;
        _setAside += record.HasPartsSetAside ? sign : 0;
        for (var i = 0; i < record.Foretold.Count && i < _foretold.Length; i++)
            _foretold[i] += sign * record.Foretold[i];
    }
}
