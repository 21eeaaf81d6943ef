using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace PeerPersistence.Tests.Protection.Providers;

/// <summary>On Windows a key file that others are let at by its folder is for this user alone once it was made or opened.</summary>
[SupportedOSPlatform("windows")]
public sealed class WindowsKeyFileTests : IDisposable
{
    private static readonly SecurityIdentifier s_everyone = new(WellKnownSidType.WorldSid, null);

    private readonly string _folder = Directory.CreateTempSubdirectory("pp-keys-").FullName;

    private string Key => Path.Combine(_folder, "keys", "peers.key");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [WindowsFact]
    public async Task WrapAsync_NewKeyFile_LetsNobodyElseIn()
    {
        await new KeyFileProvider(Key).WrapAsync(new byte[32], default);

        Others(Key).Should().BeEmpty();
        Others(Path.GetDirectoryName(Key)!).Should().BeEmpty();
    }

    [WindowsFact]
    public async Task UnwrapAsync_OthersWereLetIn_AreShutOutAndTheKeyIsTheSame()
    {
        var wrapped = await new KeyFileProvider(Key).WrapAsync(new byte[32], default);
        var open = new FileInfo(Key).GetAccessControl(AccessControlSections.Access);
        open.AddAccessRule(new(s_everyone, FileSystemRights.Read, AccessControlType.Allow));
        new FileInfo(Key).SetAccessControl(open);
        Others(Key).Should().NotBeEmpty();

        (await new KeyFileProvider(Key, allowSharedFile: true).UnwrapAsync(wrapped, default)).Should().Equal(new byte[32]);
        Others(Key).Should().NotBeEmpty("it was said that they may");
        (await new KeyFileProvider(Key).UnwrapAsync(wrapped, default)).Should().Equal(new byte[32]);

        Others(Key).Should().BeEmpty();
    }

    private static List<string> Others(string path)
    {
        using var me = WindowsIdentity.GetCurrent();
        FileSystemSecurity security = Directory.Exists(path) ? new DirectoryInfo(path).GetAccessControl() : new FileInfo(path).GetAccessControl();
        return [.. security.GetAccessRules(true, true, typeof(SecurityIdentifier)).Cast<FileSystemAccessRule>()
            .Where(rule => WindowsPrivacy.LetsOthersIn(rule, me.User!)).Select(rule => rule.IdentityReference.Value)];
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class WindowsFactAttribute : FactAttribute
    {
        public WindowsFactAttribute() => Skip = OperatingSystem.IsWindows() ? null : "Needs Windows.";
    }
}
