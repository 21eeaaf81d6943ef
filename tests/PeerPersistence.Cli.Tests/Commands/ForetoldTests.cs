namespace PeerPersistence.Cli.Tests.Commands;

public sealed class ForetoldTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task CandidatesAndReport_OwnTries_AreComparedWithWhatWasSaid()
    {
        await _scene.FillAsync(_scene.FileStore);
        (await _scene.RunAsync("candidates", "--store", _scene.FileStore)).Should(ExitCode.Done).Output.Should().NotContain("own tries");
        await TryAsync("alice", fails: 1, inbound: false); // Seen a moment ago: that teaches nothing.
        _scene.Time.Advance(TimeSpan.FromMinutes(5));
        await TryAsync("alice", fails: 1, inbound: false);
        await TryAsync("bob", fails: 2, inbound: true);

        var document = (await _scene.RunAsync("candidates", "--store", _scene.FileStore, "--json")).Should(ExitCode.Done).Json;
        var tries = document.GetProperty("foretold").EnumerateArray()
            .Select(said => (Tries: said.GetProperty("tries").GetInt32(), Answered: said.GetProperty("answered").GetInt32())).ToList();
        (tries.Sum(said => said.Tries), tries.Sum(said => said.Answered)).Should().Be((4, 1), "who connects to us was not tried");

        (await _scene.RunAsync("candidates", "--store", _scene.FileStore)).Output.Should().Contain("own tries before: of ").And.Contain(" succeeded");
        (await _scene.RunAsync("report", "--store", _scene.FileStore, "--out", _scene.In("report.html"))).Should(ExitCode.Done);
        (await File.ReadAllTextAsync(_scene.In("report.html"))).Should().Contain("Said and happened").And.Contain("Of 4 tries ").And.Contain("class=\"mark\"");
    }

    private async Task TryAsync(string peerId, int fails, bool inbound)
    {
        await using var store = await FileKeyValueStore.OpenAsync(_scene.In("peers.db"));
        await using var peers = await _scene.ServiceAsync(store);
        for (var failed = 0; failed < fails; failed++)
            await peers.RecordFailedAttemptAsync(peerId);
        await peers.RecordConnectedAsync(peerId, inbound: inbound);
    }
}
