namespace PeerPersistence;

/// <summary>Tells a callback that is broken from a peer that cannot be reached. Pure.</summary>
internal static class CallbackFault
{
    /// <summary>Whether an exception is a mistake in the program, whoever was called.</summary>
    /// <remarks>
    /// All others are the peer's or the network's, an application's own among them. <see cref="InvalidOperationException"/> counts as
    /// it stands, without what is derived from it: a closed socket, a ping that failed.
    /// </remarks>
    public static bool Is(Exception? error) => error
        is NullReferenceException or ArgumentException or NotImplementedException or NotSupportedException or InvalidCastException
        or IndexOutOfRangeException or KeyNotFoundException or FormatException or ArithmeticException or MemberAccessException
        or TypeLoadException
        || error?.GetType() == typeof(InvalidOperationException);
}
