#if NET8_0_OR_GREATER
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace PeerPersistence;

/// <summary>
/// Lets only this user, the system and its administrators at a file or folder on Windows: what ssh wants there of a key.
/// </summary>
/// <remarks>
/// Where nobody else is let in nothing is changed: so it is in the user's own folders. Entries of packages stay, or a packaged app would
/// shut itself out. Where the rights cannot be told or set, as on FAT, a file is as its folder makes it.
/// </remarks>
[SupportedOSPlatform("windows")]
internal static class WindowsPrivacy
{
    private const string Packages = "S-1-15-";
    private const InheritanceFlags Below = InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit;

    private static readonly SecurityIdentifier TheSystem = new(WellKnownSidType.LocalSystemSid, null);
    private static readonly SecurityIdentifier Administrators = new(WellKnownSidType.BuiltinAdministratorsSid, null);
    private static readonly SecurityIdentifier WhoeverCreates = new(WellKnownSidType.CreatorOwnerSid, null);

    /// <summary>Opens a file, or creates it such that others are let in at no instant.</summary>
    public static FileStream Open(string path, FileMode mode, FileShare share)
    {
        const FileSystemRights ReadAndWrite = FileSystemRights.Read | FileSystemRights.Write;
        var privacy = InFolder<FileSecurity>(path, InheritanceFlags.None);
        return privacy is null
            ? new(path, mode, FileAccess.ReadWrite, share, bufferSize: 1)
            : new FileInfo(path).Create(mode, ReadAndWrite, share, bufferSize: 1, FileOptions.None, privacy);
    }

    public static void CreateFolder(string path)
    {
        if (InFolder<DirectorySecurity>(path, Below) is { } privacy)
            privacy.CreateDirectory(path);
        else
            Directory.CreateDirectory(path);
    }

    /// <summary>Shuts others out of a file that is there, where this user may decide that.</summary>
    public static void TryEnsure(string path)
    {
        var file = new FileInfo(path);
        Try<object>(() =>
        {
            if (Without<FileSecurity>(RulesOf(file.GetAccessControl(AccessControlSections.Access)), InheritanceFlags.None) is { } privacy)
                file.SetAccessControl(privacy);
            return null;
        });
    }

    /// <summary>Whether an entry lets in somebody else.</summary>
    public static bool LetsOthersIn(FileSystemAccessRule rule, SecurityIdentifier user) =>
        rule.AccessControlType == AccessControlType.Allow
        && rule.IdentityReference is SecurityIdentifier who
        && who != user && who != TheSystem && who != Administrators && who != WhoeverCreates
        && !who.Value.StartsWith(Packages, StringComparison.Ordinal);

    /// <summary>What something new must have, where its folder would let in others; otherwise <c>null</c>.</summary>
    private static T? InFolder<T>(string path, InheritanceFlags below) where T : FileSystemSecurity, new() => Try(() =>
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(path)!).GetAccessControl(AccessControlSections.Access);
        return Without<T>(RulesOf(folder).FindAll(rule => rule.InheritanceFlags != InheritanceFlags.None), below);
    });

    /// <summary>The same without others, and nothing inherited; <c>null</c> where no other is let in.</summary>
    private static T? Without<T>(List<FileSystemAccessRule> rules, InheritanceFlags below) where T : FileSystemSecurity, new()
    {
        using var me = WindowsIdentity.GetCurrent();
        var user = me.User!;
        if (!rules.Exists(rule => LetsOthersIn(rule, user)))
            return null;
        var privacy = new T();
        privacy.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        privacy.AddAccessRule(new(user, FileSystemRights.FullControl, below, PropagationFlags.None, AccessControlType.Allow));
        foreach (var rule in rules)
        {
            if (!LetsOthersIn(rule, user) && rule.IdentityReference != WhoeverCreates
                && (rule.FileSystemRights & FileSystemRights.FullControl) is var rights and not 0)
                privacy.AddAccessRule(new(rule.IdentityReference, rights, below, PropagationFlags.None, rule.AccessControlType));
        }

        return privacy;
    }

    private static List<FileSystemAccessRule> RulesOf(FileSystemSecurity security) =>
        [.. security.GetAccessRules(true, true, typeof(SecurityIdentifier)).Cast<FileSystemAccessRule>()];

    private static T? Try<T>(Func<T?> get) where T : class
    {
        try
        {
            return get();
        }
        catch (Exception e) when (IoErrors.IsIo(e) || e is InvalidOperationException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }
}
#endif
