using System.Globalization;
using System.Runtime.InteropServices;

namespace PeerPersistence;

/// <summary>
/// Whose file it is: what others could have written is not trusted, and what is ours is not left open to them. As ssh has it.
/// </summary>
internal static class UnixTrust
{
    private const uint Root = 0;
    private const uint WriteOfOthers = 0x12; // octal 022
    private const uint RightsOfOthers = 0x3F; // octal 077

    /// <summary>Refuses a file that is not this user's or root's, or that others may write to.</summary>
    /// <param name="rights"><c>null</c>: the system does not tell, and nothing is refused.</param>
    /// <param name="path">Its name, for the message.</param>
    /// <exception cref="UnauthorizedAccessException">It is refused.</exception>
    public static void Verify(FileRights? rights, string path)
    {
        if (rights is { } file)
            Verify(file, path, EffectiveUser());
    }

    /// <inheritdoc cref="Verify(FileRights?, string)"/>
    public static void Verify(FileRights file, string path, uint user)
    {
        if ((file.Owner != Root && file.Owner != user) || (file.Mode & WriteOfOthers) != 0)
        {
            var mode = Convert.ToString(file.Mode & 0x1FF, 8).PadLeft(3, '0');
            throw new UnauthorizedAccessException(string.Format(
                CultureInfo.InvariantCulture,
                "The file '{0}' must belong to this user or to root, and nobody else must be able to write to it (belongs to user {1}, " +
                    "this is user {2}, its rights are {3}). Look at what is in it, then 'chown' it to this user and 'chmod 600' it; " +
                    "or set AllowSharedFile where a container or a volume decides whose it is.",
                path, file.Owner, user, mode));
        }
    }

    /// <summary>Whether it is this user's, and others have any right to it.</summary>
    public static bool IsTooOpen(FileRights? rights) =>
        rights is { } file && (file.Mode & RightsOfOthers) != 0 && file.Owner == EffectiveUser();

    /// <summary>Refuses what has that name, or makes it private. Does not open it; links are followed.</summary>
    /// <exception cref="UnauthorizedAccessException">It is refused.</exception>
    /// <exception cref="IOException">It cannot be told whose it is.</exception>
    public static void Secure(string path)
    {
        if (UnixStatus.Of(path) is not { } found)
            return;
        Verify(found.Rights, path);
        if (IsTooOpen(found.Rights))
            UnixCalls.TryMakePrivate(path);
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint EffectiveUser();
}
