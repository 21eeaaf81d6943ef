namespace PeerPersistence.CrashTests.Processes;

/// <summary>Processes that open one file at the same time.</summary>
public sealed class OpenRaceTests(ITestOutputHelper output)
{
    private const int Rounds = 10;

    [Fact]
    public async Task OpenAsync_TwoProcessesAtOnce_OneGetsItAndTheOtherIsTold()
    {
        var folder = Directory.CreateTempSubdirectory("peers-").FullName;
        for (var round = 0; round < Rounds * Seeds.Soak; round++)
        {
            var path = Path.Combine(folder, $"peers-{round / 2}.db");
            using var one = new ChildProcess("hold", path);
            using var other = new ChildProcess("hold", path);
            (await one.Output.ReadLineAsync()).Should().Be("ready");
            (await other.Output.ReadLineAsync()).Should().Be("ready");
            await Task.WhenAll(one.Input.WriteLineAsync(), other.Input.WriteLineAsync());
            var answers = new[] { await one.Output.ReadLineAsync(), await other.Output.ReadLineAsync() };
            answers.Should().BeEquivalentTo("opened", "locked");
            await FluentActions.Awaiting(() => FileKeyValueStore.OpenAsync(path)).Should().ThrowAsync<StoreLockedException>();

            // One ends well, the other is killed: either way the file is free.
            one.Input.Close();
            (await one.EndAsync()).Code.Should().Be(0);
            other.Kill();
            await other.EndAsync();
            await using var store = await FileKeyValueStore.OpenAsync(path);
            store.Recovery.IsClean.Should().BeTrue();
        }

        output.WriteLine($"races: {Rounds * Seeds.Soak}, both kinds of file: new, and there before");
        Directory.Delete(folder, recursive: true);
    }
}
