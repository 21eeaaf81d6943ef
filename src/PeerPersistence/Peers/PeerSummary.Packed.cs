using System.Runtime.InteropServices;

namespace PeerPersistence;

/// <content>A summary as bytes of one length, as it is kept in a store; its texts, its presence and its tries stand beside.</content>
public sealed partial class PeerSummary
{
    /// <summary>Bytes of <see cref="Pack"/>.</summary>
    internal static int PackedLength { get; } = Marshal.SizeOf<Packed>();

    /// <summary>Writes all but the id, the introducer, the presence and the tries.</summary>
    internal void Pack(Span<byte> destination)
    {
        var packed = new Packed
        {
            FirstSeen = _firstSeen, LastSeen = _lastSeen, LastConnected = _lastConnected, BlacklistUntil = BlacklistTicks,
            Fingerprint = Fingerprint, Network = _network, Characters = Characters, Attempts = ReconnectionAttempts,
            Total = TotalConnections, Successful = SuccessfulConnections, OwnSuccesses = OwnSuccesses, OwnDays = OwnDays, Vain = Vain,
            ConnectedDays = ConnectedDays, Unanswered = Unanswered, Kind = (byte)_kind, ConnectionType = _connectionType,
            Quality = _quality, Traits = (byte)_traits, Bound = Bound,
        };
        MemoryMarshal.Cast<byte, Packed>(destination)[0] = packed;
    }

    /// <summary>Reads what <see cref="Pack"/> wrote.</summary>
    /// <exception cref="FormatException">It did not write this.</exception>
    internal static PeerSummary Unpack(
        ReadOnlySpan<byte> source, string peerId, int introducer, PresenceState? presence, IReadOnlyList<ushort> foretold)
    {
        var packed = MemoryMarshal.Read<Packed>(source);
        if (!IsInstant(packed.FirstSeen) || !IsInstant(packed.LastSeen)
            || !IsInstant(packed.LastConnected) || !IsInstant(packed.BlacklistUntil))
            throw new FormatException("An instant must lie between the years 1 and 9999 (did not).");
        return new(packed) { PeerId = peerId, Introducer = introducer, Presence = presence, Foretold = foretold };
    }

    private static bool IsInstant(long ticks) => (ulong)ticks <= (ulong)DateTime.MaxValue.Ticks;

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Packed
    {
        public long FirstSeen;
        public long LastSeen;
        public long LastConnected;
        public long BlacklistUntil;
        public ulong Fingerprint;
        public int Network;
        public int Characters;
        public int Attempts;
        public int Total;
        public int Successful;
        public int OwnSuccesses;
        public DayCount OwnDays;
        public VainTries Vain;
        public ushort ConnectedDays;
        public ushort Unanswered;
        public byte Kind;
        public byte ConnectionType;
        public byte Quality;
        public byte Traits;
        public PresenceBound Bound;
    }
}
