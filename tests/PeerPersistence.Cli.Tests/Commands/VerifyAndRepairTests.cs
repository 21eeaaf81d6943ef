using System.Text;

namespace PeerPersistence.Cli.Tests.Commands;

public sealed class VerifyAndRepairTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Verify_SoundStore_FindsNothing()
    {
        await _scene.FillAsync(_scene.FileStore);

        (await _scene.RunAsync("verify", "--store", _scene.FileStore, "--key-file", _scene.KeyFile)).Should(ExitCode.Done).Output.Should().Contain("secrets checked");
        (await _scene.RunAsync("verify", "--store", _scene.FileStore)).Should(ExitCode.Done).Output.Should().Contain("not checked");
        (await _scene.RunAsync("repair", "--store", _scene.FileStore)).Should(ExitCode.Done).Output.Should().Contain("nothing to mend");
    }

    [Fact]
    public async Task Verify_AnotherKey_FindsTheSecretsThatItDoesNotOpen()
    {
        await _scene.FillAsync(_scene.FileStore, Scene.NewKey());
        await _scene.FillAsync(_scene.SqliteStore); // Makes the key file.

        var check = await _scene.RunAsync("verify", "--store", _scene.FileStore, "--key-file", _scene.KeyFile, "--json");

        Kinds(check.Should(ExitCode.Keys)).Should().Equal("sealed-secret");
    }

    [Fact]
    public async Task Verify_ManyOfAKind_ShowsTheFirstAndCountsTheRest()
    {
        (await _scene.RunAsync("import", OriginalDump.Path, "--from-browser", "--store", _scene.FileStore, "--key-file", _scene.In("other.key"))).Should(ExitCode.Done);
        await _scene.FillAsync(_scene.SqliteStore); // Makes the key file.
        string[] verify = ["verify", "--store", _scene.FileStore, "--key-file", _scene.KeyFile];

        var text = (await _scene.RunAsync(verify)).Should(ExitCode.Keys).Output;

        text.Split(Environment.NewLine).Should().HaveCount(10 + 3).And.Contain("✗ and 29 more such; --json lists all").And.Contain("39 findings: 40 peers, secrets checked");
        Kinds(await _scene.RunAsync([.. verify, "--json"])).Should().HaveCount(39);
    }

    [Fact]
    public async Task Repair_TornTail_IsCutAndSetAside()
    {
        await _scene.FillAsync(_scene.FileStore);
        await File.AppendAllTextAsync(_scene.In("peers.db"), "torn");

        Kinds((await _scene.RunAsync("verify", "--store", _scene.FileStore, "--json")).Should(ExitCode.Problem)).Should().Contain("damaged-bytes");
        var repair = (await _scene.RunAsync("repair", "--store", _scene.FileStore, "--json")).Should(ExitCode.Done).Json;

        repair.GetProperty("mended")[0].GetProperty("kind").GetString().Should().Be("damaged-bytes");
        File.Exists(repair.GetProperty("damagedBytesPath").GetString()).Should().BeTrue();
        (await _scene.RunAsync("verify", "--store", _scene.FileStore)).Should(ExitCode.Done);
    }

    /// <summary>One import, four flipped bytes: all that can be read is kept, and every command says that something is missing.</summary>
    [Fact]
    public async Task AnyCommand_DamageInWhatOneImportWrote_WarnsAndShowsTheRest()
    {
        await using (var store = await FileKeyValueStore.OpenAsync(_scene.In("peers.db")))
        await using (var peers = await _scene.ServiceAsync(store))
            await peers.StorePeersAsync([.. Enumerable.Range(0, 40).Select(i => PeerData.Create($"peer-{i:d2}"))]);
        var bytes = await File.ReadAllBytesAsync(_scene.In("peers.db"));
        var at = bytes.AsSpan().IndexOf("peer-20"u8);
        for (var i = 0; i < 4; i++)
            bytes[at + i] ^= 0x55;
        await File.WriteAllBytesAsync(_scene.In("peers.db"), bytes);

        var before = (await _scene.RunAsync("list", "--store", _scene.FileStore, "--json")).Should(ExitCode.Done);
        before.Json.GetProperty("peers").GetArrayLength().Should().BeInRange(36, 39);
        before.Errors.Should().Contain("warning").And.Contain("1 commit is lost");
        (await _scene.RunAsync("repair", "--store", _scene.FileStore)).Errors.Should().Contain("peers.db.damaged-1");
        foreach (var command in new[] { "list", "verify", "stats" })
        {
            var after = (await _scene.RunAsync(command, "--store", _scene.FileStore)).Should(ExitCode.Done);
            after.Errors.Should().Contain("peers.db.damaged-1", command);
        }

        File.Delete(_scene.In("peers.db.damaged-1"));
        (await _scene.RunAsync("list", "--store", _scene.FileStore)).Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Repair_LostCommits_AreNotCalledMended()
    {
        await _scene.FillAsync(_scene.FileStore);
        await using (var file = File.Open(_scene.In("peers.db"), FileMode.Open, FileAccess.ReadWrite))
        {
            file.Position = file.Length / 2;
            file.Write(new byte[8]);
        }

        var output = (await _scene.RunAsync("repair", "--store", _scene.FileStore)).Output;

        output.Should().Contain("mended: Bytes of the file").And.Contain("! gone for good: Commits that are lost:").And.NotContain("mended: Commits");
    }

    [Theory]
    [InlineData("file")]
    [InlineData("sqlite")]
    public async Task Repair_DamagedRecord_IsRemovedOnlyOnDemand(string scheme)
    {
        var store = scheme == "file" ? _scene.FileStore : _scene.SqliteStore;
        await _scene.FillAsync(store);
        await PutAsync(store, "mesh:peer:bob", "{");

        Kinds((await _scene.RunAsync("verify", "--store", store, "--json")).Should(ExitCode.Problem)).Should().Equal("damaged-record");
        (await _scene.RunAsync("show", "bob", "--store", store)).Should(ExitCode.Problem);
        (await _scene.RunAsync("repair", "--store", store)).Should(ExitCode.Problem).Output.Should().Contain("left:");
        var repair = (await _scene.RunAsync("repair", "--store", store, "--remove-damaged", "--json")).Should(ExitCode.Done).Json;

        repair.GetProperty("removedPeers")[0].GetString().Should().Be("bob");
        (await _scene.RunAsync("list", "--store", store)).Output.Should().Contain("2 peers");
    }

    [Fact]
    public async Task Verify_PartsSetAside_AreNamedAndNotShown()
    {
        await _scene.FillAsync(_scene.SqliteStore);
        await PutAsync(
            _scene.SqliteStore, "mesh:peer:bob",
            """
            {"peerId":"bob","displayName":{"of":"7-up"},"metadata":{"setAside":{"mine":1}},"connectionQuality":{"latency":[7]},
            "iceServers":[{"urls":"stun:a.example"},{"urls":"turn:b.example","username":{"token":"7-token"}}]}
            """);

        var check = (await _scene.RunAsync("verify", "--store", _scene.SqliteStore, "--json")).Should(ExitCode.Problem);

        Kinds(check).Should().Equal("set-aside");
        check.Output.Should().Contain("displayName").And.Contain("connectionQuality.latency").And.Contain("iceServers[1].username")
            .And.NotContain("mine").And.NotContain("7-up").And.NotContain("7-token");
    }

    [Fact]
    public async Task Repair_IndexThatLies_IsMended()
    {
        await _scene.FillAsync(_scene.SqliteStore);
        await PutAsync(_scene.SqliteStore, "mesh:peers:index", """["bob"]""");

        Kinds((await _scene.RunAsync("verify", "--store", _scene.SqliteStore, "--json")).Should(ExitCode.Problem)).Should().Equal("index");
        (await _scene.RunAsync("repair", "--store", _scene.SqliteStore)).Should(ExitCode.Done).Output.Should().Contain("mended: The index");
        (await _scene.RunAsync("verify", "--store", _scene.SqliteStore)).Should(ExitCode.Done);
    }

    [Fact]
    public async Task Verify_KeyRingGoneOrSecretMoved_FindsBoth()
    {
        await _scene.FillAsync(_scene.SqliteStore);
        await PutAsync(_scene.SqliteStore, "mesh:encryption:key", """{"nothing":"here"}""");

        Kinds((await _scene.RunAsync("verify", "--store", _scene.SqliteStore, "--json")).Should(ExitCode.Problem)).Should().Contain("key-ring");
    }

    [Fact]
    public async Task Repair_StoreOfTheOriginal_SealsItsSecretsAnew()
    {
        await OriginalAsync(_scene.FileStore);
        await _scene.FillAsync(_scene.SqliteStore); // Makes the key file.

        Kinds((await _scene.RunAsync("verify", "--store", _scene.FileStore, "--json")).Should(ExitCode.Problem)).Should().Equal("original-key");
        Kinds((await _scene.RunAsync("verify", "--store", _scene.FileStore, "--json", "--key-file", _scene.KeyFile)).Should(ExitCode.Problem)).Should().Equal("original-key");
        (await _scene.RunAsync("repair", "--store", _scene.FileStore, "--key-file", _scene.KeyFile)).Should(ExitCode.Done);

        (await _scene.RunAsync("verify", "--store", _scene.FileStore, "--key-file", _scene.KeyFile)).Should(ExitCode.Done);
    }

    private static IEnumerable<string?> Kinds(Outcome outcome) =>
        outcome.Json.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("kind").GetString());

    private static async Task PutAsync(string address, string key, string value)
    {
        var (scheme, place) = StoreSchemes.Parse(address);
        var store = await scheme.OpenAsync(place, mayCreate: true, default);
        await using var _ = (IAsyncDisposable)store;
        await store.CommitAsync(new KeyValueBatch().Set(key, Encoding.UTF8.GetBytes(value)));
    }

    private static async Task OriginalAsync(string address)
    {
        using var dump = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(OriginalDump.Path));
        foreach (var item in dump.RootElement.EnumerateObject())
            await PutAsync(address, item.Name, item.Value.GetString()!);
    }
}

internal static class OriginalDump
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Data", "browser-original", "localStorage.json");
}
