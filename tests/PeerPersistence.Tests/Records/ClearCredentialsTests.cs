using System.Text;
using PeerPersistence.Tests.Recorded;
using PeerPersistence.Tests.Storage.Files;

namespace PeerPersistence.Tests.Records;

/// <summary>TURN credentials that an earlier version, or the original, left in clear are sealed when the store is opened.</summary>
public sealed class ClearCredentialsTests : IAsyncLifetime
{
    private const string Credential = "left-in-cl3ar";

    private static readonly IceServer s_turn = new("turn:turn.example.org", "user", Credential);

    private readonly Setup _setup = new();
    private readonly DelegateKeyProvider _missing = new("missing", _ => throw new SecretUnavailableException("Not at hand."), (_, _) => default);

    public async Task InitializeAsync()
    {
        foreach (var id in new[] { "alice", "bob" })
        {
            await _setup.Service.StorePeerAsync(_setup.Friend(id) with { IceServers = [s_turn] });
            await _setup.LeaveInClearAsync(id, Credential);
        }

        await _setup.Store.CommitAsync(new KeyValueBatch().Remove("mesh:encryption:key"));
        (await TextAsync()).Should().Contain(Credential);
    }

    public async Task DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task Opening_SealsThemAll()
    {
        await using var service = _setup.Another();

        (await service.GetPeerAsync("alice"))!.IceServers.Should().Equal(s_turn);
        (await service.GetPeerAsync("bob"))!.IceServers.Should().Equal(s_turn);
        (await TextAsync()).Should().NotContain(Credential);
        (await service.GetKeyUsageAsync()).Should().Equal(new KeyUsage(1, KeyState.Active, 2));
    }

    [Fact]
    public async Task Opening_WithoutTheMasterKey_KeepsThemAndGoesOn()
    {
        await using var locked = _setup.Another(_missing);

        (await locked.GetPeerAsync("alice"))!.IceServers.Should().Equal(s_turn);
        await locked.UpdatePeerAsync("alice", peer => peer with { DisplayName = "A" });
        await locked.StorePeerAsync(_setup.Friend("alice") with { IceServers = [s_turn with { Credential = null }] });
        await locked.RecordConnectedAsync("bob");

        (await locked.GetPeerAsync("alice"))!.IceServers.Should().Equal(s_turn);
        var export = await locked.ExportDataAsync();
        export.Peers.Should().OnlyContain(peer => peer.IceServers.Single().Credential == null);
        export.SecretsLeftOut.Should().BeEquivalentTo("alice", "bob");
        _setup.Logger.Entries.Should().ContainSingle(entry => entry.Id == 210).Which.Text.Should().NotContain(Credential);

        await using var unlocked = _setup.Another();
        (await unlocked.GetPeerAsync("bob"))!.IceServers.Should().Equal(s_turn);
        (await TextAsync()).Should().NotContain(Credential);
    }

    [Fact]
    public async Task Opening_ClearOneBesideASealedOne_TakesTheClearOne()
    {
        await using (var service = _setup.Another())
            await service.GetPeerAsync("alice");
        // As a version does that does not know the sealed one: it keeps it, and writes what it was given.
        await _setup.ChangeServersAsync("alice", servers => servers[0]!["credential"] = "newer");

        await using (var locked = _setup.Another(_missing))
            (await locked.GetPeerAsync("alice"))!.IceServers.Should().Equal(s_turn with { Credential = "newer" });
        await using var again = _setup.Another();

        (await again.GetPeerAsync("alice"))!.IceServers.Should().Equal(s_turn with { Credential = "newer" });
        (await TextAsync()).Should().NotContain("newer");
    }

    [Theory, MemberData(nameof(RecordedFileTests.Days), MemberType = typeof(RecordedFileTests))]
    public async Task Opening_RecordedFile_LeavesNoneAmongItsBytes(string day)
    {
        await FileRecording.EnsureAsync();
        using var folder = new TempFolder();
        File.Copy(RecordedData.PathOf(day, "peers.db"), folder.StorePath);
        var expected = RecordedData.Json(day, "expected.json");
        var given = (string)expected["peers"]!["bert"]!["servers"]![0]!["credential"]!;
        given.Should().Be("turn credential");

        await FileRecording.UseAsync(
            folder.StorePath, store => RecordedStore.ShouldTellAsync(expected, store, RecordedData.KeyFile(day)));

        Encoding.Latin1.GetString(await File.ReadAllBytesAsync(folder.StorePath)).Should().NotContain(given);
    }

    private async Task<string> TextAsync() => string.Concat((await _setup.Store.DumpAsync()).Values);
}
