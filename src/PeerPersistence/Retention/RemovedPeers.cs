using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>Who was removed lately: hashes of ids, and when. Immutable, pure, bounded.</summary>
/// <remarks>A removed peer's id is gone from the store; only who names it again can tell that it was there.</remarks>
internal sealed class RemovedPeers
{
    /// <summary>How many are remembered of those whom the user removed, and as many of those who were given up.</summary>
    public const int Capacity = 1024;

    /// <summary>Before the hash of one that was given up: however many strangers are, none displaces one whom the user removed.</summary>
    private const string GivenUp = "~";

    /// <summary>96 bits: nobody makes an id up that passes for another.</summary>
    private const int HashBytes = 12;

    private static readonly FieldNames s_noNames = new();

    private readonly Dictionary<string, DateTimeOffset> _removals;
    private readonly TimeSpan _memory;
    private readonly DateTimeOffset _now;

    private RemovedPeers(Dictionary<string, DateTimeOffset> removals, TimeSpan memory, DateTimeOffset now) =>
        (_removals, _memory, _now) = (removals, memory, now);

    public static RemovedPeers None { get; } = new([], TimeSpan.MaxValue, default);

    /// <summary>Reads what <see cref="Write"/> wrote; nobody where it is damaged, for it is only a memory.</summary>
    /// <remarks>An instant that lies as far ahead as the memory reaches back is a broken clock's, and over as well. What is over stays as
    /// long as there is room: the clock that says so may be the broken one.</remarks>
    public static RemovedPeers Read(ReadOnlySpan<byte> utf8, TimeSpan memory, DateTimeOffset now)
    {
        try
        {
            var json = new JsonCursor(utf8);
            var (removals, place) = (new Dictionary<string, DateTimeOffset>(), 0);
            json.BeginObject();
            while (json.NextField(s_noNames, ref place) is { } hash)
                removals[hash] = json.Instant() ?? throw new JsonException("An instant must be a number (was null).");
            json.End();
            return new(removals, memory, now);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return None;
        }
    }

    public bool Contains(string peerId) =>
        HashOf(peerId) is var hash && (IsRemembered(hash) || IsRemembered(GivenUp + hash));

    /// <summary>With these as well; beyond the capacity what is over is forgotten, then the longest removed.</summary>
    /// <param name="peerIds">Who was removed.</param>
    /// <param name="byUser">Whether the user removed them; otherwise they were given up.</param>
    /// <param name="now">The present.</param>
    public RemovedPeers With(IEnumerable<string> peerIds, bool byUser, DateTimeOffset now)
    {
        var removals = new Dictionary<string, DateTimeOffset>(_removals);
        foreach (var peerId in peerIds)
            removals[(byUser ? "" : GivenUp) + HashOf(peerId)] = now;
        return new(
            removals.OrderBy(removal => IsOver(removal.Value)).ThenByDescending(removal => removal.Value)
                .GroupBy(removal => removal.Key.StartsWith(GivenUp, StringComparison.Ordinal))
                .SelectMany(kind => kind.Take(Capacity)).ToDictionary(removal => removal.Key, removal => removal.Value),
            _memory, now);
    }

    public byte[] Write()
    {
        using var writer = new RecordWriter();
        writer.BeginObject();
        foreach (var (hash, at) in _removals)
        {
            writer.WriteName(hash);
            writer.WriteNumber(at.ToUnixTimeMilliseconds());
        }

        writer.EndObject();
        return writer.ToArray();
    }

    private bool IsRemembered(string hash) => _removals.TryGetValue(hash, out var removed) && !IsOver(removed);

    private bool IsOver(DateTimeOffset removed) => (_now - removed).Duration() >= _memory;

    private static string HashOf(string peerId) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(peerId)), 0, HashBytes);
}
