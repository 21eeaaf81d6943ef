using System.Text.Json;

namespace PeerPersistence;

/// <summary>From a record's JSON to a peer. Here stands what an absent field means: unknown, and so neutral.</summary>
internal static class PeerMapping
{
    /// <exception cref="JsonException">The document is no peer: it lacks a valid id.</exception>
    public static StoredPeer FromDocument(in PeerDocument document)
    {
        if (document.PeerId is not { } peerId)
            throw new JsonException("It has no peer id.");
        if (PeerId.FaultOf(peerId) is { } fault)
            throw new JsonException($"A peer id {fault}.");

        // A record that never says when the peer was there is the oldest of all, not one that never ages.
        var seen = document.LastSeen ?? document.LastConnected ?? document.FirstSeen ?? DateTimeOffset.UnixEpoch;
        var peer = new PeerData
        {
            PeerId = peerId,
            UserId = document.UserId ?? peerId,
            DisplayName = document.DisplayName ?? PeerData.NoName,
            FirstSeen = document.FirstSeen ?? seen,
            LastSeen = seen,
            LastConnected = document.LastConnected,
            PublicKey = document.PublicKey,
            SharedSecret = document.SharedSecret,
            LastKnownIP = document.LastKnownIP,
            IceServers = ListOf(document.IceServers),
            CachedCandidates = ListOf(document.CachedCandidates),
            ConnectionQuality = QualityOf(document.ConnectionQuality, seen),
            ReconnectionAttempts = Math.Max(0, document.ReconnectionAttempts ?? 0),
            BlacklistUntil = document.BlacklistUntil,
            IsPinned = document.IsPinned,
            Metadata = ValueMap<JsonElement>.Owning(document.Metadata),
            Unknown = document.Unknown,
        };
        return new()
        {
            Peer = peer,
            Evidence = document.Evidence ?? PeerEvidence.OfEarlierVersion(peer),
            Envelope = document.EncryptedSecret,
            SecretRevision = document.SecretRevision,
            Presence = document.Presence,
            Credentials = CredentialsOf(peer, document.Credentials),
            Addresses = document.Addresses ?? StoredPeer.NoAddresses,
            DataVersion = document.DataVersion ?? SchemaVersion.Current,
        };
    }

    private static IReadOnlyDictionary<string, SealedCredential> CredentialsOf(PeerData peer, List<SealedCredential?>? given)
    {
        if (given is null)
            return StoredPeer.NoCredentials;
        var credentials = new Dictionary<string, SealedCredential>(StringComparer.Ordinal);
        foreach (var ((_, key), credential) in IceServerKey.Each(peer.IceServers).Zip(given))
        {
            if (credential is not null)
                credentials[key] = credential;
        }

        return credentials;
    }

    private static ConnectionQuality QualityOf(in QualityDocument document, DateTimeOffset seen)
    {
        var total = Math.Max(0, document.TotalConnections ?? 0);
        var successful = Math.Max(0, document.SuccessfulConnections ?? 0);
        var rate = document.SuccessRate ?? (total > 0 ? (double)successful / total : ConnectionQuality.None.SuccessRate);
        return new()
        {
            Latency = document.Latency is { } latency ? TimeSpanOf(latency, TimeSpan.TicksPerMillisecond) : null,
            SuccessRate = Math.Clamp(rate, 0, 1),
            ConnectionType = document.ConnectionType,
            LastMeasured = document.LastMeasured ?? seen,
            TotalConnections = total,
            SuccessfulConnections = successful,
            AverageUptime = TimeSpanOf(document.AverageUptime ?? 0, TimeSpan.TicksPerSecond),
            Unknown = document.Unknown,
        };
    }

    /// <summary>A duration from a number of units; at most a million days, which no sum of ours can overflow.</summary>
    private static TimeSpan TimeSpanOf(double units, long ticksPerUnit) =>
        TimeSpan.FromTicks((long)Math.Clamp(Math.Round(units * ticksPerUnit), 0, 1_000_000 * TimeSpan.TicksPerDay));

    private static ValueList<T> ListOf<T>(List<T>? items) => items is null ? ValueList<T>.None : new(items);
}
