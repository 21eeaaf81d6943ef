using System.Runtime.CompilerServices;

namespace PeerPersistence;

/// <summary>Score tables for filters and reasons. By default they do not order candidates: the presence model does.</summary>
public static class PeerScore
{
    /// <summary>How good connections to a peer are, 0 to 100.</summary>
    /// <remarks>
    /// The sum of: latency (&lt; 50 ms 40, &lt; 100 35, &lt; 200 25, &lt; 500 15, &lt; 1000 5), success rate × 30 rounded down, connection
    /// type (host 20, srflx 12, relay 5) and average uptime (&gt; 600 s 10, &gt; 300 s 7, &gt; 60 s 4).
    /// </remarks>
    /// <param name="quality">The quality.</param>
    /// <returns>A score from 0 to 100.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="quality"/> is <c>null</c>.</exception>
    [OverloadResolutionPriority(1)]   // so that new() goes on meaning a quality
    public static int Quality(ConnectionQuality quality)
    {
        ArgumentNullException.ThrowIfNull(quality);
        var latency = quality.Latency?.TotalMilliseconds switch
        {
            < 50 => 40,
            < 100 => 35,
            < 200 => 25,
            < 500 => 15,
            < 1000 => 5,
            _ => 0,
        };
        var success = quality.SuccessRate is > 0 and var rate ? (int)(Math.Min(rate, 1) * 30) : 0;
        var type = quality.ConnectionType switch
        {
            ConnectionType.Host => 20,
            ConnectionType.ServerReflexive => 12,
            ConnectionType.Relay => 5,
            _ => 0,
        };
        var uptime = quality.AverageUptime.TotalSeconds switch
        {
            > 600 => 10,
            > 300 => 7,
            > 60 => 4,
            _ => 0,
        };
        return latency + success + type + uptime;
    }

    /// <summary>How good connections to a peer are, 0 to 100.</summary>
    /// <param name="peer">The peer, whose <see cref="PeerData.ConnectionQuality"/> counts.</param>
    /// <returns>A score from 0 to 100.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="peer"/> is <c>null</c>.</exception>
    public static int Quality(PeerData peer)
    {
        ArgumentNullException.ThrowIfNull(peer);
        return Quality(peer.ConnectionQuality);
    }

    /// <summary>Scores how promising a peer is by these tables, 0 to 100.</summary>
    /// <remarks>
    /// 0.4 × <see cref="Quality(ConnectionQuality)"/>; recency of last-seen (&lt; 1 day 30, &lt; 3 days 20, &lt; 7 days 10); 2 a
    /// successful connection, at most 20;
    /// failed attempts a connection (&lt; 0.1 10, &lt; 0.3 5); less 5 a failed attempt; clamped.
    /// </remarks>
    /// <param name="peer">What is known of the peer.</param>
    /// <param name="now">The present.</param>
    /// <returns>A score from 0 to 100.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="peer"/> is <c>null</c>.</exception>
    public static double Reconnection(PeerData peer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(peer);
        return ReconnectionOf(PeerSummaries.Of(new() { Peer = peer }), now);
    }

    /// <summary>Says by these tables why to try a peer.</summary>
    /// <param name="peer">What is known of the peer.</param>
    /// <param name="now">The present.</param>
    /// <returns>
    /// A comma-separated list of <c>low-latency</c> (under 100 ms), <c>direct-connection</c> (host), <c>reliable</c> (success rate above
    /// 0.8) and <c>recently-active</c> (seen within a day); <c>available</c> when none holds.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="peer"/> is <c>null</c>.</exception>
    public static string Reason(PeerData peer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(peer);
        var quality = peer.ConnectionQuality;
        List<string> reasons = [];
        if (quality.Latency?.TotalMilliseconds is > 0 and < 100)
            reasons.Add("low-latency");
        if (quality.ConnectionType == ConnectionType.Host)
            reasons.Add("direct-connection");
        if (quality.SuccessRate > 0.8)
            reasons.Add("reliable");
        if (now - peer.LastSeen < TimeSpan.FromDays(1))
            reasons.Add("recently-active");
        return reasons.Count == 0 ? "available" : string.Join(", ", reasons);
    }

    /// <inheritdoc cref="Reconnection(PeerData, DateTimeOffset)"/>
    internal static double ReconnectionOf(PeerSummary peer, DateTimeOffset now)
    {
        var recency = (now - peer.LastSeen).TotalDays switch
        {
            < 1 => 30,
            < 3 => 20,
            < 7 => 10,
            _ => 0,
        };
        var experience = Math.Min(20, 2.0 * peer.SuccessfulConnections);
        var reliability = ((double)peer.ReconnectionAttempts / Math.Max(1, peer.TotalConnections)) switch
        {
            < 0.1 => 10,
            < 0.3 => 5,
            _ => 0,
        };
        return Math.Clamp((0.4 * peer.Quality) + recency + experience + reliability - (5.0 * peer.ReconnectionAttempts), 0, 100);
    }
}
