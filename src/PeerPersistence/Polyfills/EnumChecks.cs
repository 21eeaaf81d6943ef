#if NETSTANDARD2_1
namespace PeerPersistence;

/// <summary>The generic overloads of newer runtimes.</summary>
internal static class EnumChecks
{
    extension(Enum)
    {
        public static bool IsDefined<TEnum>(TEnum value) where TEnum : struct, Enum => Enum.IsDefined(typeof(TEnum), value);

        public static string[] GetNames<TEnum>() where TEnum : struct, Enum => Enum.GetNames(typeof(TEnum));
    }
}
#endif
