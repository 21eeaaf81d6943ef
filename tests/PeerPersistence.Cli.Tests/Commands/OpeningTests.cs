namespace PeerPersistence.Cli.Tests.Commands;

/// <summary>Stores that cannot be opened, keys that do not fit, and what the exit code says.</summary>
public sealed class OpeningTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData("list")]
    [InlineData("verify")]
    [InlineData("repair")]
    [InlineData("rotate-keys", "--passphrase-stdin")]
    [InlineData("migrate", "--to", "sqlite:elsewhere")]
    public async Task Store_Mistyped_IsAnErrorAndMakesNothing(params string[] command)
    {
        foreach (var store in new[] { _scene.FileStore, _scene.SqliteStore })
        {
            var outcome = await _scene.TypeAsync("passphrase", [.. command, "--store", store]);
            outcome.Should(ExitCode.Store).Errors.Should().Contain("There is no store at " + store);
        }

        Directory.GetFileSystemEntries(_scene.Folder).Should().BeEmpty();
    }

    [Fact]
    public async Task Store_Empty_IsNoStoreYet()
    {
        await File.WriteAllTextAsync(_scene.In("peers.db"), "");

        (await _scene.RunAsync("list", "--store", _scene.FileStore)).Should(ExitCode.Store).Errors.Should().Contain("is empty");
    }

    [Fact]
    public async Task Store_InUse_IsReadAndRefusedToWhoeverWrites()
    {
        await _scene.FillAsync(_scene.FileStore);
        await using var held = await FileKeyValueStore.OpenAsync(_scene.In("peers.db"));
        var files = Directory.GetFiles(_scene.Folder);

        foreach (var command in new[] { "list", "candidates", "stats", "verify" })
            (await _scene.RunAsync(command, "--store", _scene.FileStore)).Should(ExitCode.Done);
        foreach (var command in (string[][])[["repair"], ["migrate", "--to", "file:" + _scene.In("copy.db")]])
            (await _scene.RunAsync([.. command, "--store", _scene.FileStore])).Should(ExitCode.Store).Errors.Should().Contain("is open already");

        Directory.GetFiles(_scene.Folder).Should().Equal(files);
    }

    [Fact]
    public async Task Store_InUse_Sqlite_IsReadAllTheSame()
    {
        await _scene.FillAsync(_scene.SqliteStore);
        await using var open = await SqliteKeyValueStore.OpenAsync(_scene.In("peers.sqlite"));

        (await _scene.RunAsync("list", "--store", _scene.SqliteStore)).Should(ExitCode.Done);
    }

    [Fact]
    public async Task Store_OfSomethingElse_IsRefusedUntouched()
    {
        await File.WriteAllTextAsync(_scene.In("peers.db"), "Dear diary, nobody is to read this but me. Today nothing happened at all.");

        (await _scene.RunAsync("repair", "--store", _scene.FileStore)).Should(ExitCode.Store);

        (await File.ReadAllTextAsync(_scene.In("peers.db"))).Should().StartWith("Dear diary");
    }

    [Fact]
    public async Task Store_ThroughALink_IsTheStoreBehindIt()
    {
        await _scene.FillAsync(_scene.FileStore);
        File.CreateSymbolicLink(_scene.In("link.db"), _scene.In("peers.db"));
        if (new FileInfo(_scene.In("link.db")).LinkTarget is null)
            return; // Wine says that it has made one, and has not.
        await using var held = await FileKeyValueStore.OpenAsync(_scene.In("peers.db"));

        (await _scene.RunAsync("list", "--store", "file:" + _scene.In("link.db"))).Should(ExitCode.Done);
        (await _scene.RunAsync("repair", "--store", "file:" + _scene.In("link.db"))).Should(ExitCode.Store).Errors.Should().Contain("is open already");
    }

    [Theory]
    [InlineData("list")]
    [InlineData("list", "--store", "")]
    [InlineData("list", "--store", "redis:here")]
    [InlineData("list", "--store", "file:")]
    [InlineData("list", "--store", "file:x", "--app", "y")]
    [InlineData("list", "--store", "file:x", "--max-age", "soon")]
    [InlineData("list", "--store", "file:x", "--limit", "-1")]
    [InlineData("list", "--store", "file:x", "--key-file", "k", "--passphrase-stdin")]
    [InlineData("list", "--store", "file:x", "--passphrase-env", "V", "--passphrase-stdin")]
    [InlineData("list", "--store", "file:x", "--passphrase")]
    [InlineData("list", "--store", "file:x", "--encrypted", "--passphrase-env", "V", "--json", "--bogus")]
    [InlineData("frobnicate")]
    [InlineData("watch", "--store", "file:x")]
    [InlineData("list", "--store", "postgres:Bogus=1")]
    [InlineData("export", "--store", "file:x")]
    [InlineData("list", "--store", "file:x", "--max-age", "")]
    [InlineData("list", "--store", "file:x", "--max-age", "d")]
    [InlineData("list", "--store", "file:x", "--identity", "alice")]
    [InlineData("watch", "--store", "sqlite:x", "--count", "0")]
    [InlineData("watch", "--store", "sqlite:x", "--interval", "0s")]
    public async Task CommandLine_Wrong_IsExitCode2(params string[] arguments)
    {
        var outcome = await _scene.RunAsync(arguments);

        outcome.Should(ExitCode.Usage).Output.Should().BeEmpty();
        outcome.Errors.Should().StartWith("peers: ");
    }

    [Theory]
    [InlineData("--passphrase-stdin")]
    [InlineData("--passphrase-env", "PEERS_TEST_WITHOUT_A_VALUE")]
    [InlineData("--key-file", "/nowhere/at.all")]
    public async Task Keys_Missing_AreExitCode4(params string[] keys)
    {
        await _scene.FillAsync(_scene.FileStore);

        (await _scene.RunAsync(["list", "--store", _scene.FileStore, .. keys])).Should(ExitCode.Keys).Output.Should().BeEmpty();
    }

    /// <summary>Everywhere: who named a key wants what it opens, and a script that goes on without it loses secrets.</summary>
    [Theory]
    [InlineData("list")]
    [InlineData("show", "alice")]
    [InlineData("candidates")]
    [InlineData("stats")]
    [InlineData("report", "--out", "-")]
    [InlineData("verify")]
    [InlineData("repair")]
    [InlineData("pin", "bob")]
    [InlineData("remove", "bob")]
    [InlineData("cleanup")]
    [InlineData("cleanup", "--dry-run")]
    [InlineData("clear", "--yes")]
    [InlineData("export", "--out", "-")]
    [InlineData("rotate-keys")]
    [InlineData("watch", "--count", "1")]
    public async Task Keys_Wrong_AreExitCode4AndNothingIsChanged(params string[] command)
    {
        await _scene.FillAsync(_scene.SqliteStore, Scene.NewKey());
        await _scene.FillAsync(_scene.FileStore); // Makes the key file.
        var before = await ContentAsync();

        var outcome = await _scene.RunAsync([.. command, "--store", _scene.SqliteStore, "--key-file", _scene.KeyFile]);

        outcome.Should(ExitCode.Keys).Errors.Should().StartWith("peers: ");
        if (command[0] != "verify")
            outcome.Output.Should().BeEmpty();
        (await ContentAsync()).Should().Equal(before);

        async Task<Dictionary<string, string>> ContentAsync()
        {
            var snapshot = await StoreSchemes.Parse(_scene.SqliteStore).Scheme.ReadAsync(_scene.In("peers.sqlite"), default);
            var content = new Dictionary<string, string>();
            await foreach (var (key, value) in snapshot.Store.ScanAsync(""))
                content[key] = Convert.ToHexString(value.Span);
            return content;
        }
    }

    [Fact]
    public async Task Encrypted_WithItsPassphrase_IsRead()
    {
        await _scene.FillAsync(_scene.FileStore, new PassphraseProvider(() => "correct"), encrypted: true);
        string[] list = ["list", "--store", _scene.FileStore];

        var right = await _scene.TypeAsync("correct\n", [.. list, "--encrypted", "--passphrase-stdin", "--json"]);
        var wrong = await _scene.TypeAsync("wrong\n", [.. list, "--encrypted", "--passphrase-stdin"]);
        var none = await _scene.RunAsync([.. list, "--encrypted"]);
        var forgotten = await _scene.RunAsync(list);

        right.Should(ExitCode.Done).Json.GetProperty("peers")[0].GetProperty("secret").GetString().Should().Be("available");
        wrong.Should(ExitCode.Keys).Errors.Should().Contain("The passphrase is wrong");
        none.Should(ExitCode.Keys).Errors.Should().Contain("--key-file or --passphrase");
        forgotten.Should(ExitCode.Usage).Errors.Should().Contain("--encrypted");
    }

    [Fact]
    public async Task Encrypted_OnAStoreInClear_IsRefused()
    {
        await _scene.FillAsync(_scene.FileStore);

        var outcome = await _scene.RunAsync("list", "--store", _scene.FileStore, "--encrypted", "--key-file", _scene.KeyFile);

        outcome.Should(ExitCode.Usage).Errors.Should().Contain("leave --encrypted out");
    }

    [Fact]
    public async Task Prefix_Empty_IsExitCode2()
    {
        await _scene.FillAsync(_scene.FileStore);

        (await _scene.RunAsync("list", "--store", _scene.FileStore, "--prefix", "")).Should(ExitCode.Usage).Errors.Should().Contain("KeyPrefix");
    }

    [Fact]
    public async Task Help_NamesEveryCommandAndExitCode()
    {
        var help = (await _scene.RunAsync("--help")).Should(ExitCode.Done).Output;

        help.Should().ContainAll("list", "show", "candidates", "stats", "verify", "repair", "export", "import", "migrate", "rotate-keys", "watch", "report", "pin", "unpin", "remove", "cleanup", "compact", "clear");
        help.Should().Contain(ExitCode.Table.Split('\n')[4].Trim());
    }
}
