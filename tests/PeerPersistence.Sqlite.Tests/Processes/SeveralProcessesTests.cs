namespace PeerPersistence.Sqlite.Tests.Processes;

/// <summary>Several processes on one database.</summary>
public sealed class SeveralProcessesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task CommitAsync_ProcessesUpdateTheSameKeys_NothingIsLost()
    {
        const int Times = 50;
        await using var one = OtherProcess.Start("count", _folder.Database, $"{Times}");
        await using var two = OtherProcess.Start("count", _folder.Database, $"{Times}");
        await using (var store = await _folder.OpenAsync())
            await Program.CountAsync(store, Times);
        (await one.ExitCodeAsync()).Should().Be(0);
        (await two.ExitCodeAsync()).Should().Be(0);

        await using var afterwards = await _folder.OpenAsync();
        var sum = 0;
        foreach (var key in (string[])["counter 0", "counter 1"])
            sum += BitConverter.ToInt32((await afterwards.GetAsync(key))!.Value.Span);
        sum.Should().Be(3 * 4 * Times);
    }

    [Fact]
    public async Task GetChangesAsync_AnotherProcessCommits_IsNamed()
    {
        await using var other = OtherProcess.Start("obey", _folder.Database);
        (await other.ReadLineAsync()).Should().Be("ready");
        await using var store = await _folder.OpenAsync();
        var token = (await store.GetChangesAsync(null)).Token;
        for (var round = 0; round < 5; round++)
        {
            (await store.GetChangesAsync(token)).Token.Should().Be(token);
            await other.TellAsync($"k{round}");
            (await other.ReadLineAsync()).Should().Be("done");
            var changes = await store.GetChangesAsync(token);
            changes.Token.Should().NotBe(token);
            changes.Should().BeEquivalentTo(new { Commits = 1L, Keys = new[] { $"k{round}" } });
            (await store.ReadAsync($"k{round}")).Should().Be("by another process");
            token = changes.Token;
        }
    }

    [Fact]
    public async Task CommitAsync_ProcessKilledUnderLoad_EveryAcknowledgedCommitIsThereAndWhole()
    {
        const int Rounds = 8;
        var acknowledged = new List<string>();
        for (var round = 0; round < Rounds; round++)
        {
            // Every other round somebody lives on, and has to go on at once.
            await using var witness = round % 2 == 0 ? null : await _folder.OpenAsync();
            await using var victim = OtherProcess.Start("write", _folder.Database, $"round {round}");
            for (var lines = 0; lines < 100 + (37 * round); lines++)
                acknowledged.Add((await victim.ReadLineAsync())!);
            victim.Kill();
            if (witness is not null)
                await witness.PutAsync($"witness {round}", "v");
            while (await victim.ReadLineAsync() is { Length: > 0 } late)
                acknowledged.Add(late);
        }

        await using var store = await _folder.OpenAsync();
        var found = (await store.ScanAsync("round ").ToListAsync()).ToHashSet();
        // A line that was cut off by the kill names no commit.
        acknowledged.Where(key => key.Length == "round 0:0:000000".Length).Select(key => key + ":a").Should().BeSubsetOf(found);
        found.Count.Should().BeGreaterThan(Rounds * 100);
        found.Select(key => key[..^2]).GroupBy(key => key).Should().OnlyContain(commit => commit.Count() == 2);
        for (var round = 1; round < Rounds; round += 2)
            (await store.ReadAsync($"witness {round}")).Should().Be("v");
        using var foreign = _folder.Foreign();
        foreign.Run("PRAGMA integrity_check").Should().Be("ok");
    }
}
