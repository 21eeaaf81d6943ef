#if NETSTANDARD2_1
using System.Diagnostics.CodeAnalysis;

namespace PeerPersistence;

/// <summary>The overload of newer runtimes for parts that speak for a type of their own.</summary>
internal static class DisposedType
{
    extension(ObjectDisposedException)
    {
        public static void ThrowIf([DoesNotReturnIf(true)] bool condition, Type type)
        {
            if (condition)
                throw new ObjectDisposedException(type.FullName);
        }
    }
}
#endif
