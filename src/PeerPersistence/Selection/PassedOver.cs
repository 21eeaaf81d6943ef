namespace PeerPersistence;

/// <summary>How many peers were left out of a list of candidates; each is counted once, by the first reason that holds.</summary>
public sealed record PassedOver
{
    /// <summary>Named in <see cref="ReconnectionQuery.ExcludePeerIds"/>, or not in <see cref="ReconnectionQuery.OnlyPeerIds"/>.</summary>
    public int Excluded { get; init; }

    /// <summary>Blacklisted now.</summary>
    public int Blacklisted { get; init; }

    /// <summary>Not seen within <see cref="ReconnectionQuery.MaxAge"/>.</summary>
    public int TooOld { get; init; }

    /// <summary>Below <see cref="ReconnectionQuery.MinQuality"/>.</summary>
    public int BelowQuality { get; init; }

    /// <summary>Below <see cref="ReconnectionQuery.MinProbability"/>.</summary>
    public int BelowProbability { get; init; }

    /// <summary>Good enough, but beyond <see cref="ReconnectionQuery.Limit"/>.</summary>
    public int BeyondLimit { get; init; }

    /// <summary>Their records cannot be read.</summary>
    public int Damaged { get; init; }

    /// <summary>All of them.</summary>
    public int Total => Excluded + Blacklisted + TooOld + BelowQuality + BelowProbability + BeyondLimit + Damaged;
}
