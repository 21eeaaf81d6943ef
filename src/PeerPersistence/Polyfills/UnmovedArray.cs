using System.Runtime.CompilerServices;

namespace PeerPersistence;

/// <summary>Arrays that collections of garbage do not copy: a large store has so many that all threads would wait for it.</summary>
internal static class UnmovedArray
{
    // As many are moved in a millisecond or two. Where memory is short the runtime finds room for arrays that it may move; for the others
    // it does not give up what it holds for small objects.
    private const int FewEnough = 64;

    /// <param name="length">Enough to be worth a place of its own.</param>
    /// <param name="before">How many arrays the same owner has already.</param>
    public static T[] Of<T>(int length, int before) =>
#if NET8_0_OR_GREATER
        GC.AllocateArray<T>(length, pinned: before >= FewEnough && !RuntimeHelpers.IsReferenceOrContainsReferences<T>());
#else
        new T[length];
#endif
}
