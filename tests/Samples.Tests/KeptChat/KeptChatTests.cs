using System.Runtime.CompilerServices;
using PeerPersistence;
using Xunit.Abstractions;

namespace Samples.Tests.KeptChat;

public sealed class KeptChatTests(ITestOutputHelper output)
{
    [UnixFact]
    public async Task Kill_AndStartAgain_AllTalk()
    {
        using var room = await Room.OpenAsync(output);
        var alice = room.All[0];

        alice.Signal("KILL");
        await room.UntilMissedAsync(alice);
        alice.Start();

        await room.TalkAsync("after the kill");
    }

    [UnixFact]
    public async Task Kill_AndStartAtAnotherPort_AllTalk()
    {
        using var room = await Room.OpenAsync(output);
        var bob = room.All[1];

        bob.Signal("KILL");
        await room.UntilMissedAsync(bob);
        bob.Move();
        bob.Start();

        await room.TalkAsync("after the move");

        // Whom he called has it in writing.
        var alice = room.All[0];
        alice.Signal("KILL");
        await using var peers = await PeerPersistenceService.OpenAsync(alice.Store);
        (await peers.GetAddressesAsync(bob.Name)).Select(address => address.Candidate.Candidate).Should().Equal(bob.Reach);
    }

    [UnixFact]
    public async Task Stop_UntilMissed_AndContinue_AllTalk()
    {
        using var room = await Room.OpenAsync(output);
        var carol = room.All[2];

        carol.Signal("STOP");
        await room.UntilMissedAsync(carol);
        carol.Signal("CONT");

        await room.TalkAsync("after the sleep");
    }

    [UnixFact]
    public async Task CutNetwork_ThatIsMended_AllTalk()
    {
        using var room = await Room.OpenAsync(output);

        room.Network.Cut();
        foreach (var chatter in room.All)
            await room.UntilMissedAsync(chatter);
        room.Network.Mend();

        await room.TalkAsync("after the cut");
    }

    [Fact]
    public void Sample_IsShort()
    {
        // All that is written, imports and lone braces too; only blank lines and comments are no code.
        var lines = Directory.GetFiles(Folder(), "*.cs").SelectMany(File.ReadAllLines)
            .Where(line => line.Trim() is { Length: > 0 } text && !text.StartsWith("//", StringComparison.Ordinal)).ToList();

        lines.Should().HaveCountGreaterThan(30).And.HaveCountLessThan(60);
    }

    private static string Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../samples/KeptChat"));

    /// <summary>Signals are Unix's.</summary>
    private sealed class UnixFactAttribute : FactAttribute
    {
        public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no such signals." : null;
    }
}
