using System.Text.Json;

namespace PeerPersistence.Cli.Tests.Commands;

/// <summary>The commands that only look.</summary>
public sealed class ReadingTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData("file")]
    [InlineData("sqlite")]
    public async Task List_EitherStore_LastSeenFirst(string scheme)
    {
        var store = scheme == "file" ? _scene.FileStore : _scene.SqliteStore;
        await _scene.FillAsync(store);

        var listed = (await _scene.RunAsync("list", "--store", store, "--json")).Should(ExitCode.Done).Json.GetProperty("peers");

        listed.EnumerateArray().Select(peer => peer.GetProperty("peerId").GetString()).Should().Equal("alice", "bob", "mallory");
        listed[0].GetProperty("secret").GetString().Should().Be("keyUnavailable");
        listed[0].TryGetProperty("sharedSecret", out var _).Should().BeFalse();
    }

    [Fact]
    public async Task List_FilteredAndSorted_AsAsked()
    {
        await _scene.FillAsync(_scene.FileStore);

        var listed = await _scene.RunAsync("list", "--store", _scene.FileStore, "--json", "--sort", "LastConnected", "--ascending", "--max-age", "7d", "--limit", "1");

        listed.Should(ExitCode.Done).Json.GetProperty("peers").EnumerateArray().Single().GetProperty("peerId").GetString().Should().Be("bob");
    }

    [Fact]
    public async Task List_SecretsAndAddressesAskedFor_AreShown()
    {
        await _scene.FillAsync(_scene.FileStore);
        string[] list = ["list", "--store", _scene.FileStore, "--key-file", _scene.KeyFile];

        var shown = (await _scene.RunAsync([.. list, "--show-secrets", "--show-addresses", "--json"])).Should(ExitCode.Done).Json.GetProperty("peers")[0];
        var text = await _scene.RunAsync([.. list, "--show-secrets", "--show-addresses"]);

        shown.GetProperty("sharedSecret").GetString().Should().Be(Scene.Secret);
        shown.GetProperty("lastKnownIP").GetString().Should().Be(Scene.Address);
        shown.GetProperty("iceServers")[0].GetProperty("credential").GetString().Should().Be(Scene.TurnPassword);
        text.Output.Should().Contain(Scene.Secret).And.Contain(Scene.Address);
    }

    [Fact]
    public async Task List_HostileName_IsHarmlessText()
    {
        await _scene.FillAsync(_scene.FileStore);

        var text = await _scene.RunAsync("list", "--store", _scene.FileStore);
        var json = await _scene.RunAsync("list", "--store", _scene.FileStore, "--json");

        text.Should(ExitCode.Done).Output.Should().Contain("<script>alert('x')").And.NotContainAny("\u001b", "\u202e");
        json.Output.Should().NotContainAny("\u001b", "\u202e");
        json.Json.GetProperty("peers")[2].GetProperty("displayName").GetString().Should().Contain("\u001b[31m[red]\u202eevil");
    }

    [Theory]
    [InlineData("list")]
    [InlineData("show", "bob")]
    [InlineData("candidates")]
    [InlineData("cleanup", "--failed-attempts", "1", "--max-peers", "1", "--dry-run")]
    public async Task AnyCommand_PeerWithoutAName_MakesUpNone(params string[] command)
    {
        await _scene.FillAsync(_scene.FileStore);

        var text = await _scene.RunAsync([.. command, "--store", _scene.FileStore]);

        text.Should(ExitCode.Done).Output.Should().Contain("bob").And.NotContain("Unknown");
    }

    [Fact]
    public async Task Show_KnownPeer_AllAboutIt()
    {
        await _scene.FillAsync(_scene.FileStore);

        var text = await _scene.RunAsync("show", "mallory", "--store", _scene.FileStore, "--show-addresses", "--show-secrets", "--show-metadata");
        var json = await _scene.RunAsync("show", "alice", "--store", _scene.FileStore, "--key-file", _scene.KeyFile, "--json");

        text.Should(ExitCode.Done).Output.Should().Contain("mallory").And.Contain("40 d ago");
        json.Should(ExitCode.Done).Json.GetProperty("secret").GetString().Should().Be("available");
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("\u0007")]
    public async Task Show_Unknown_SaysSo(string peerId)
    {
        await _scene.FillAsync(_scene.FileStore);

        var outcome = await _scene.RunAsync("show", peerId, "--store", _scene.FileStore, "--json");

        outcome.Should(ExitCode.Problem).Output.Should().BeEmpty();
        outcome.Errors.Should().Contain("There is no peer").And.NotContain("\u0007");
    }

    [Fact]
    public async Task Show_IdThatLooksLikeAFileOfArguments_IsAnId()
    {
        await _scene.FillAsync(_scene.FileStore);

        (await _scene.RunAsync("show", "@alice", "--store", _scene.FileStore)).Should(ExitCode.Problem).Errors.Should().Contain("There is no peer '@alice'");
    }

    [Fact]
    public async Task Candidates_WithReasons_LikeliestFirst()
    {
        await _scene.FillAsync(_scene.FileStore);

        var document = (await _scene.RunAsync("candidates", "--store", _scene.FileStore, "--json", "--limit", "2")).Should(ExitCode.Done).Json;
        var text = await _scene.RunAsync("candidates", "--store", _scene.FileStore);

        var first = document.GetProperty("candidates")[0];
        first.GetProperty("peerId").GetString().Should().Be("alice");
        Strings(first.GetProperty("reasons")).Should().Equal("reliable", "recently-active");
        Strings(first.GetProperty("traits")).Should().Contain("probably-online");
        first.GetProperty("factors").GetProperty("online").GetDouble().Should().BeInRange(0.5, 1);
        document.GetProperty("passedOver").GetProperty("beyondLimit").GetInt32().Should().Be(1);
        text.Should(ExitCode.Done).Output.Should().Contain("probably-online, reliable, recently-active").And.Contain("passed over: 0");
    }

    [Fact]
    public async Task Stats_WithAndWithoutKeys_CountsSecrets()
    {
        await _scene.FillAsync(_scene.SqliteStore);

        var without = (await _scene.RunAsync("stats", "--store", _scene.SqliteStore, "--json")).Should(ExitCode.Done).Json;
        var with = (await _scene.RunAsync("stats", "--store", _scene.SqliteStore, "--json", "--key-file", _scene.KeyFile)).Should(ExitCode.Done).Json;
        var text = await _scene.RunAsync("stats", "--store", _scene.SqliteStore);

        without.GetProperty("secrets").GetProperty("keyUnavailable").GetInt32().Should().Be(1);
        with.GetProperty("secrets").GetProperty("available").GetInt32().Should().Be(1);
        with.GetProperty("keys")[0].GetProperty("state").GetString().Should().Be("active");
        with.GetProperty("pinned").GetInt32().Should().Be(1);
        text.Should(ExitCode.Done).Output.Should().Contain("1 sealed").And.Contain("active, seals 2 secrets", "there is a TURN credential, too");
    }

    [Theory]
    [InlineData("list")]
    [InlineData("show", "alice")]
    [InlineData("candidates")]
    [InlineData("stats")]
    [InlineData("verify")]
    [InlineData("export", "--out", "-")]
    public async Task Reading_AnyStore_LeavesEveryByteAndMakesNoFile(params string[] command)
    {
        await _scene.FillAsync(_scene.FileStore);
        await _scene.FillAsync(_scene.SqliteStore);
        await File.AppendAllTextAsync(_scene.In("peers.db"), "a torn tail");
        var before = Bytes();

        foreach (var store in new[] { _scene.FileStore, _scene.SqliteStore })
            (await _scene.RunAsync([.. command, "--store", store])).ExitCode.Should().BeOneOf(ExitCode.Done, ExitCode.Problem);

        Bytes().Should().BeEquivalentTo(before);

        Dictionary<string, string> Bytes() => Directory.GetFiles(_scene.Folder).ToDictionary(file => file, file => Convert.ToHexString(File.ReadAllBytes(file)));
    }

    private static IEnumerable<string?> Strings(JsonElement array) => array.EnumerateArray().Select(item => item.GetString());
}
