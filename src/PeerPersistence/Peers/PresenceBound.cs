using System.Runtime.InteropServices;

namespace PeerPersistence;

/// <summary>What the presence model will say of a peer at most, until something happens to it: a few bytes beside its memory.</summary>
/// <remarks>Of each number the upper half is kept, so rounded that the bound becomes no lower; it is up to 1/128 higher.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct PresenceBound
{
    private const int Half = 16;

    private readonly ushort _habit;
    private readonly ushort _news;
    private readonly ushort _fading;

    /// <param name="habit">At the hours at which it is there most.</param>
    /// <param name="news">How much more just after the last news of it.</param>
    /// <param name="fading">How much is lost with every second since.</param>
    /// <param name="updated">When that news was, Unix seconds; 0: nothing is known, so anything may be said.</param>
    public PresenceBound(float habit, float news, float fading, uint updated) =>
        (_habit, _news, _fading, Updated) = (Upper(habit, ushort.MaxValue), Upper(news, ushort.MaxValue), Upper(fading, 0), updated);

    public float Habit => Number(_habit);

    public float News => Number(_news);

    public float Fading => Number(_fading);

    public uint Updated { get; }

    private static ushort Upper(float number, int rounding) => (ushort)((BitConverter.SingleToInt32Bits(number) + rounding) >> Half);

    private static float Number(ushort upper) => BitConverter.Int32BitsToSingle(upper << Half);
}
