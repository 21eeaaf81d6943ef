using System.Text;

namespace PeerPersistence.CrashTests.KeyStores;

/// <summary>A master key in a desktop's keyring: programs against GNOME's own daemon.</summary>
public sealed class SecretServiceTests
{
    private const string KeyStore = "platform:my-chat";

    [DesktopFact]
    public async Task Secret_StoredUnderTheKeyring_OpensAfterARestartAndOnlyWithItsKey()
    {
        using var session = await DesktopSession.StartAsync();
        var path = session.PathOf("peers.db");
        using (var first = await KeyStoreProgram.StartAsync(session.Environment, path, KeyStore))
        {
            (await first.StoreAsync("alice", "s3cret")).Should().Be("stored");
            (await first.EndAsync()).Should().Be(0);
        }

        using (var second = await KeyStoreProgram.StartAsync(session.Environment, path, KeyStore))
        {
            (await second.GetAsync("alice")).Should().Be("s3cret");
            await second.EndAsync();
        }

        using (var stranger = await KeyStoreProgram.StartAsync(session.Environment, path, "platform:another"))
        {
            (await stranger.GetAsync("alice")).Should().Be("KeyUnavailable");
            (await stranger.StoreAsync("bob", "x")).Should().Contain("no master key").And.Contain("another");
            await stranger.EndAsync();
        }

        var written = await File.ReadAllBytesAsync(path);
        var key = await session.KeptAsync("my-chat");
        Convert.FromBase64String(key).Should().HaveCount(32);
        written.AsSpan().IndexOf(Encoding.ASCII.GetBytes(key)).Should().Be(-1);
        written.AsSpan().IndexOf(Convert.FromBase64String(key)).Should().Be(-1);
        written.AsSpan().IndexOf("\"provider\":\"secret service\""u8).Should().BePositive("the ring names its provider");
        session.End();
        session.TimesAsked.Should().Be(0);
    }

    [DesktopFact]
    public async Task Keyring_Locked_AsksOnceMakesNoOtherKeyAndOpensWhenItIsUnlocked()
    {
        using var session = await DesktopSession.StartAsync();
        var path = session.PathOf("peers.db");
        using (var first = await KeyStoreProgram.StartAsync(session.Environment, path, KeyStore))
        {
            await first.StoreAsync("alice", "s3cret");
            await first.EndAsync();
        }

        var key = await session.KeptAsync("my-chat");
        await session.LockAsync();
        using var locked = await KeyStoreProgram.StartAsync(session.Environment, path, KeyStore);
        for (var i = 0; i < 5; i++)
            (await locked.GetAsync("alice")).Should().Be("KeyUnavailable");
        (await locked.StoreAsync("bob", "x")).Should().Contain("keyring is locked");

        await session.UnlockAsync();
        (await locked.GetAsync("alice")).Should().Be("s3cret");
        (await locked.StoreAsync("bob", "x")).Should().Be("stored");
        (await session.KeptAsync("my-chat")).Should().Be(key);
        await locked.EndAsync();
        session.End();
        session.TimesAsked.Should().Be(1);
    }

    [DesktopFact]
    public async Task FirstSecret_KeyringLocked_AsksOnceAndMakesNothing()
    {
        using var session = await DesktopSession.StartAsync();
        await session.LockAsync();
        using var program = await KeyStoreProgram.StartAsync(session.Environment, session.PathOf("peers.db"), KeyStore);

        (await program.StoreAsync("alice", "s3cret")).Should().Contain("locked");
        (await program.StoreAsync("alice", "s3cret")).Should().Contain("locked");

        await session.UnlockAsync();
        (await program.StoreAsync("alice", "s3cret")).Should().Be("stored");
        await program.EndAsync();
        session.End();
        session.TimesAsked.Should().Be(1);
    }

    /// <summary>Their stores are different ones, and the first key is made by all of them at once.</summary>
    [DesktopFact]
    public async Task FirstSecret_ManyProgramsAtOnce_EachOpensItsOwnAfterwards()
    {
        using var session = await DesktopSession.StartAsync();
        string[] paths = [.. Enumerable.Range(0, 6).Select(i => session.PathOf($"peers-{i}.db"))];
        var first = await Task.WhenAll(paths.Select(path => KeyStoreProgram.StartAsync(session.Environment, path, KeyStore)));
        (await Task.WhenAll(first.Select(program => program.StoreAsync("alice", "s3cret")))).Should().AllBe("stored");
        foreach (var program in first)
        {
            await program.EndAsync();
            program.Dispose();
        }

        foreach (var path in paths)
        {
            using var again = await KeyStoreProgram.StartAsync(session.Environment, path, KeyStore);
            (await again.GetAsync("alice")).Should().Be("s3cret");
            await again.EndAsync();
        }
    }

    [DesktopFact]
    public async Task Session_Ends_TheProgramGoesOn()
    {
        using var session = await DesktopSession.StartAsync();
        var folder = Directory.CreateTempSubdirectory("peers-").FullName;
        using var program = await KeyStoreProgram.StartAsync(session.Environment, Path.Combine(folder, "peers.db"), KeyStore);
        await program.StoreAsync("alice", "s3cret");

        session.End();

        (await program.GetAsync("alice")).Should().Be("s3cret", "its key is known already");
        (await program.EndAsync()).Should().Be(0);
        Directory.Delete(folder, recursive: true);
    }

    [DesktopFact]
    public async Task NoSession_AnyCall_SaysSoAndMakesNothing()
    {
        using var session = await DesktopSession.StartAsync();
        var outside = new Dictionary<string, string?>(session.Environment) { ["DBUS_SESSION_BUS_ADDRESS"] = null };
        using var program = await KeyStoreProgram.StartAsync(outside, session.PathOf("peers.db"), KeyStore);

        (await program.StoreAsync("alice", "s3cret")).Should().Contain("Secret Service");
        (await program.EndAsync()).Should().Be(0);
    }
}
