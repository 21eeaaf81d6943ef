using System.Buffers.Binary;

namespace PeerPersistence;

/// <summary>What the presence model remembers of one peer: 116 bytes, fixed-point, immutable; <c>with</c> makes a changed copy.</summary>
/// <remarks>
/// All numbers are little-endian and unsigned. Q8.8 counts in 1/256, from 0 to 255.996.
/// <list type="table">
/// <listheader><term>offset</term><description>field</description></listheader>
/// <item><term>0</term><description>version of the layout, one byte: 1</description></item>
/// <item><term>1</term><description>flags, one byte; bit 0: was heard in gossip</description></item>
/// <item><term>2</term><description>belief that the peer was online at <see cref="Updated"/>, two bytes, in 1/65535</description></item>
/// <item><term>4, 6</term><description>soft counts of tries that reached the peer and that did not while it was online,
/// Q8.8</description></item>
/// <item><term>8, 12</term><description><see cref="Updated"/>, <see cref="Observed"/>, four bytes each, Unix seconds</description></item>
/// <item><term>16</term><description><see cref="Decayed"/>, two bytes, days since 1970</description></item>
/// <item><term>18</term><description>appointments missed since the peer was last seen, Q8.8</description></item>
/// <item><term>20</term><description>24 bins: how much of the peer was seen, Q8.8; see <see cref="Bins"/></description></item>
/// <item><term>68</term><description>24 bins: how much it was watched for, Q8.8</description></item>
/// </list>
/// A count that would grow beyond its field shrinks its partner in proportion, so that their ratio stays right.
/// </remarks>
internal sealed record PresenceState
{
    public const int Size = 116;

    /// <summary>The parts of the diary; which hours each is for the model says.</summary>
    public const int Bins = 24;

    private const byte LayoutVersion = 1;
    private const byte GossipFlag = 1;
    private const double CountUnit = 256;
    private const double BeliefUnit = ushort.MaxValue;
    private const double MostCounted = ushort.MaxValue / CountUnit;
    private const int SeenOffset = 20;
    private const int WatchedOffset = SeenOffset + (2 * Bins);

    private readonly byte[] _bytes;

    public PresenceState()
    {
        _bytes = new byte[Size];
        _bytes[0] = LayoutVersion;
    }

    private PresenceState(byte[] bytes) => _bytes = bytes;

    private PresenceState(PresenceState original) => _bytes = (byte[])original._bytes.Clone();

    /// <summary>Whether gossip ever named the peer; if not, its absence from gossip says nothing.</summary>
    public bool HeardInGossip
    {
        get => (_bytes[1] & GossipFlag) != 0;
        init => _bytes[1] = (byte)(value ? _bytes[1] | GossipFlag : _bytes[1] & ~GossipFlag);
    }

    /// <summary>The belief, at <see cref="Updated"/>, that the peer was online: 0 to 1.</summary>
    public double On
    {
        get => Read(2) / BeliefUnit;
        init => Write(2, (ushort)Math.Round(Math.Clamp(value, 0, 1) * BeliefUnit));
    }

    /// <summary>Tries that reached the peer, decayed.</summary>
    public double ReachOk { get => ReadCount(4); init => WriteCount(4, value); }

    /// <summary>Tries that did not reach it although it was online, as far as we believe, decayed.</summary>
    public double ReachFail { get => ReadCount(6); init => WriteCount(6, value); }

    /// <summary>The instant of the belief, Unix seconds.</summary>
    public uint Updated { get => ReadInstant(8); init => WriteInstant(8, value); }

    /// <summary>When the peer was last looked for, found or not, Unix seconds.</summary>
    public uint Observed { get => ReadInstant(12); init => WriteInstant(12, value); }

    /// <summary>The day until which the counts have been decayed, days since 1970.</summary>
    public uint Decayed { get => Read(16); init => Write(16, (ushort)Math.Min(value, ushort.MaxValue)); }

    /// <summary>How often, in expectation, the peer would have been seen since it was, had it kept its habits.</summary>
    public double Missed { get => ReadCount(18); init => WriteCount(18, value); }

    /// <summary>How much of the peer was seen in a bin.</summary>
    public double Seen(int bin) => ReadCount(SeenOffset + (2 * bin));

    /// <summary>How much the peer was watched for in a bin; at least what was seen.</summary>
    public double Watched(int bin) => ReadCount(WatchedOffset + (2 * bin));

    public double SeenInAll() => Sum(SeenOffset);

    public double WatchedInAll() => Sum(WatchedOffset);

    /// <param name="bin">Which part of the diary.</param>
    /// <param name="seen">What is seen in it.</param>
    /// <param name="watched">What is watched for in it.</param>
    /// <param name="observed">Becomes <see cref="Observed"/>; <c>null</c>: it stays.</param>
    public PresenceState WithBin(int bin, double seen, double watched, uint? observed = null)
    {
        var copy = WithPair(SeenOffset + (2 * bin), WatchedOffset + (2 * bin), seen, watched);
        copy.WriteInstant(12, observed ?? Observed);
        return copy;
    }

    public PresenceState WithReach(double ok, double fail) => WithPair(4, 6, ok, fail);

    /// <summary>All counts times a factor, rounded down, so that what is never renewed is forgotten in the end.</summary>
    public PresenceState Scaled(double factor)
    {
        var copy = new PresenceState(this);
        copy.Scale(4, 2, factor);
        copy.Scale(SeenOffset, 2 * Bins, factor);
        return copy;
    }

    public byte[] ToBytes() => (byte[])_bytes.Clone();

    public string ToBase64() => Convert.ToBase64String(_bytes);

    public void CopyTo(Span<byte> destination) => _bytes.CopyTo(destination);

    /// <summary>Reads what <see cref="CopyTo"/> wrote.</summary>
    public static PresenceState Of(ReadOnlySpan<byte> bytes) => new(bytes[..Size].ToArray());

    /// <summary>Reads what <see cref="ToBase64"/> wrote.</summary>
    /// <returns><c>null</c> where there is nothing, or nothing that this version can read.</returns>
    public static PresenceState? TryParse(string? base64)
    {
        if (base64 is null)
            return null;
        var bytes = new byte[Size];
        return Convert.TryFromBase64String(base64, bytes, out var length) && length == Size && bytes[0] == LayoutVersion
            ? Sane(bytes)
            : null;
    }

    public bool Equals(PresenceState? other) => other is not null && _bytes.AsSpan().SequenceEqual(other._bytes);

    public override int GetHashCode() => HashCode.Combine(Updated, Observed, On);

    /// <summary>Says that it is there; the diary of a friend's habits stays out of logs.</summary>
    public override string ToString() => nameof(PresenceState);

    private static PresenceState Sane(byte[] bytes)
    {
        var state = new PresenceState(bytes);
        for (var bin = 0; bin < Bins; bin++)
        {
            if (state.Seen(bin) > state.Watched(bin))
                state.Write(SeenOffset + (2 * bin), state.Read(WatchedOffset + (2 * bin)));
        }

        return state;
    }

    private PresenceState WithPair(int first, int second, double a, double b)
    {
        var excess = Math.Max(1, Math.Max(a, b) / MostCounted);
        var copy = new PresenceState(this);
        copy.WriteCount(first, a / excess);
        copy.WriteCount(second, b / excess);
        return copy;
    }

    private double Sum(int offset)
    {
        var sum = 0;
        for (var bin = 0; bin < Bins; bin++)
            sum += Read(offset + (2 * bin));
        return sum / CountUnit;
    }

    private void Scale(int offset, int count, double factor)
    {
        for (var i = 0; i < count; i++)
            Write(offset + (2 * i), (ushort)(Read(offset + (2 * i)) * Math.Clamp(factor, 0, 1)));
    }

    private double ReadCount(int offset) => Read(offset) / CountUnit;

    private void WriteCount(int offset, double value) => Write(offset, (ushort)Math.Round(Math.Clamp(value, 0, MostCounted) * CountUnit));

    private ushort Read(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(offset));

    private void Write(int offset, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(offset), value);

    private uint ReadInstant(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(offset));

    private void WriteInstant(int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(offset), value);
}
