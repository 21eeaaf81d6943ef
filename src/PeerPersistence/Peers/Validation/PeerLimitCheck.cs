using System.Text;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>Checks a peer against <see cref="PeerLimits"/>. What is stored already may stay as large as it is.</summary>
internal static class PeerLimitCheck
{
    /// <summary>
    /// An imported record may be larger than one that is given: it may come from where there is no limit but the browser's.
    /// </summary>
    private const int ImportedRecordBytes = 16 * PeerLimits.RecordBytes;

    /// <param name="peer">As it is to be; its form is checked.</param>
    /// <param name="stored">As it is; <c>null</c>: it is not known.</param>
    /// <param name="parameter">Whose fault it is.</param>
    public static void Check(PeerData peer, PeerData? stored, string? parameter)
    {
        var check = new FieldCheck(parameter);
        Text(peer.UserId, stored?.UserId, nameof(peer.UserId), PeerLimits.TextLength, check);
        Text(peer.DisplayName, stored?.DisplayName, nameof(peer.DisplayName), PeerLimits.TextLength, check);
        Text(peer.PublicKey, stored?.PublicKey, nameof(peer.PublicKey), PeerLimits.PublicKeyLength, check);
        Text(peer.LastKnownIP, stored?.LastKnownIP, nameof(peer.LastKnownIP), PeerLimits.TextLength, check);
        if (peer.SharedSecret is { } secret && secret != stored?.SharedSecret
            && Encoding.UTF8.GetByteCount(secret) is > PeerLimits.SecretBytes and var length)
            throw check.Fault(nameof(peer.SharedSecret), $"have at most {PeerLimits.SecretBytes} bytes", $"had {length}");

        List(peer.IceServers, stored?.IceServers, PeerLimits.IceServers, nameof(peer.IceServers), Server, check);
        List(peer.CachedCandidates, stored?.CachedCandidates, PeerLimits.CachedCandidates, nameof(peer.CachedCandidates), Candidate, check);
        check.AtMost(peer.Metadata, Math.Max(PeerLimits.MetadataEntries, stored?.Metadata.Count ?? 0), nameof(peer.Metadata));
        Size(peer, stored, PeerLimits.RecordBytes, parameter);
    }

    /// <summary>Checks an imported peer. One that a store held may be over the limits, as it may have been there.</summary>
    public static void CheckImported(PeerData peer, bool isOfStore)
    {
        PeerValidator.CheckForm(peer);
        if (isOfStore)
        {
            Secrets(peer, nameof(peer));
            Size(peer, null, ImportedRecordBytes, nameof(peer));
        }
        else
        {
            Check(peer, null, nameof(peer));
        }
    }

    public static void Candidate(IceCandidate candidate, FieldCheck check)
    {
        check.OptionalText(candidate.Candidate, nameof(candidate.Candidate), PeerLimits.LineLength);
        check.OptionalText(candidate.SdpMid, nameof(candidate.SdpMid), PeerLimits.TextLength);
        check.OptionalText(candidate.UsernameFragment, nameof(candidate.UsernameFragment), PeerLimits.TextLength);
        check.NotNegative(candidate.SdpMLineIndex, nameof(candidate.SdpMLineIndex));
    }

    private static void Server(IceServer server, FieldCheck check)
    {
        check.AtMost(server.Urls, PeerLimits.UrlsPerIceServer, nameof(PeerData.IceServers) + "." + nameof(server.Urls));
        for (var i = 0; i < server.Urls.Count; i++)
            check.OptionalText(server.Urls[i], nameof(server.Urls), PeerLimits.LineLength);
        check.OptionalText(server.Username, nameof(server.Username), PeerLimits.LineLength);
        check.OptionalText(server.Credential, nameof(server.Credential), PeerLimits.LineLength);
    }

    /// <summary>What is sealed is held several times over while it is, so it is no larger than one that is given.</summary>
    private static void Secrets(PeerData peer, string parameter)
    {
        var length = Length(peer.SharedSecret) + peer.IceServers.Sum(server => Length(server.Credential));
        if (length > PeerLimits.SecretBytes)
            throw new FieldCheck(parameter).Fault(
                nameof(peer.SharedSecret), $"have, with all credentials, at most {PeerLimits.SecretBytes} bytes", $"had {length}");

        static long Length(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
    }

    private static void Text(string? text, string? stored, string field, int limit, FieldCheck check)
    {
        if (text != stored)
            check.OptionalText(text, field, limit);
    }

    private static void List<T>(
        IReadOnlyList<T> items, IReadOnlyList<T>? stored, int limit, string field, Action<T, FieldCheck> item, FieldCheck check)
    {
        if (items.Equals(stored))
            return;
        check.AtMost(items, Math.Max(limit, stored?.Count ?? 0), field);
        for (var i = 0; i < items.Count; i++)
        {
            if (stored?.Contains(items[i]) != true)
                item(items[i], check);
        }
    }

    /// <summary>Written once for nothing, so that what cannot be stored is refused before a key is made for its secret.</summary>
    private static void Size(PeerData peer, PeerData? stored, int limit, string? parameter)
    {
        var isWithinLists = peer.CachedCandidates.Count <= PeerLimits.CachedCandidates && peer.IceServers.Count <= PeerLimits.IceServers;
        if (isWithinLists && RecordSize.IsSurelyAtMost(peer, limit))
            return;
        var record = Written(peer, parameter);
        if (record.Length > limit && !(stored is not null && Written(stored, parameter).Length is var before && before > limit
            && (record.Length <= before || Written(WhatIsNew(peer, stored), parameter).Length <= limit)))
            throw new ArgumentException(
                $"The record of peer '{peer.PeerId}' must have at most {limit} bytes (had {record.Length}).", parameter);
        // What could not be read again is not stored.
        if (PeerJson.IsMultitude(record) && !(stored is not null && PeerJson.IsMultitude(Written(stored, parameter))))
            throw new ArgumentException(
                $"The record of peer '{peer.PeerId}' must not be a multitude of empty parts (was, in {record.Length} bytes).", parameter);
    }

    /// <summary>Without its secret, which has a limit of its own.</summary>
    private static byte[] Written(PeerData peer, string? parameter) => PeerJson.Write(
        new() { Peer = peer.SharedSecret is null ? peer : peer with { SharedSecret = null } }, parameter);

    /// <summary>The peer without what may be large and stays as it is.</summary>
    private static PeerData WhatIsNew(PeerData peer, PeerData stored) => peer with
    {
        IceServers = peer.IceServers.Equals(stored.IceServers) ? [] : peer.IceServers,
        CachedCandidates = peer.CachedCandidates.Equals(stored.CachedCandidates) ? [] : peer.CachedCandidates,
        Metadata = peer.Metadata.Equals(stored.Metadata) ? ValueMap<JsonElement>.None : peer.Metadata,
        Unknown = null,
    };
}
