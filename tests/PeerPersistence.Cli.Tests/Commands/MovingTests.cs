namespace PeerPersistence.Cli.Tests.Commands;

/// <summary>Export, import, migrate.</summary>
public sealed class MovingTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task ExportImport_UnderAPassphrase_BringsTheSecretsAlong()
    {
        await _scene.FillAsync(_scene.FileStore);
        var (backup, otherKey) = (_scene.In("backup.json"), _scene.In("other.key"));

        var export = await _scene.TypeAsync("for the backup\n", "export", "--store", _scene.FileStore, "--key-file", _scene.KeyFile, "--out", backup, "--backup-passphrase-stdin", "--presence", "--json");
        var import = await _scene.TypeAsync("for the backup\n", "import", backup, "--store", _scene.SqliteStore, "--key-file", otherKey, "--backup-passphrase-stdin", "--json");
        var show = await _scene.RunAsync("show", "alice", "--store", _scene.SqliteStore, "--key-file", otherKey, "--show-secrets", "--json");

        export.Should(ExitCode.Done).Json.GetProperty("secretsLeftOut").GetInt32().Should().Be(0);
        import.Should(ExitCode.Done).Json.GetProperty("imported").GetInt32().Should().Be(3);
        show.Should(ExitCode.Done).Json.GetProperty("sharedSecret").GetString().Should().Be(Scene.Secret);
        (await File.ReadAllTextAsync(backup)).Should().NotContain(Scene.Secret).And.Contain("presence");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(backup).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task ExportImport_ARecordCannotBeRead_NameItWithExitCode1()
    {
        await _scene.FillAsync(_scene.FileStore);
        await using (var store = await FileKeyValueStore.OpenAsync(_scene.FileStore["file:".Length..]))
            await store.CommitAsync(new KeyValueBatch().Set("mesh:peer:bob", "{"u8.ToArray()));
        var backup = _scene.In("backup.json");
        string[] export = ["export", "--store", _scene.FileStore, "--force", "--out"];

        (await _scene.RunAsync([.. export, backup])).Should(ExitCode.Problem).Output.Should().Contain("not in the backup: bob");
        (await _scene.RunAsync([.. export, backup, "--json"])).Should(ExitCode.Problem)
            .Json.GetProperty("leftOut").EnumerateArray().Select(id => id.GetString()).Should().Equal("bob");
        var written = (await _scene.RunAsync([.. export, "-"])).Should(ExitCode.Problem);
        written.Json.GetProperty("peers").GetArrayLength().Should().Be(2, "nothing but the backup is on standard output");
        written.Errors.Should().Contain("not in the backup: bob");

        string[] import = ["import", backup, "--store", _scene.SqliteStore];
        (await _scene.RunAsync(import)).Should(ExitCode.Problem).Output.Should().Contain("2 imported").And.Contain("not in the backup: bob");
        (await _scene.RunAsync([.. import, "--json"])).Should(ExitCode.Problem)
            .Json.GetProperty("leftOut").EnumerateArray().Select(id => id.GetString()).Should().Equal("bob");
    }

    [Fact]
    public async Task Export_OverAFile_OnlyWithForce()
    {
        await _scene.FillAsync(_scene.FileStore);
        await File.WriteAllTextAsync(_scene.In("mine.json"), "mine");
        string[] export = ["export", "--store", _scene.FileStore, "--out", _scene.In("mine.json")];

        (await _scene.RunAsync(export)).Should(ExitCode.File);
        (await File.ReadAllTextAsync(_scene.In("mine.json"))).Should().Be("mine");
        (await _scene.RunAsync([.. export, "--force"])).Should(ExitCode.Done);
        (await File.ReadAllTextAsync(_scene.In("mine.json"))).Should().Contain("alice");
    }

    [Fact]
    public async Task Export_OverAFile_IsRefusedBeforeAnythingIsAsked()
    {
        await _scene.FillAsync(_scene.FileStore);
        await File.WriteAllTextAsync(_scene.In("mine.json"), "mine");

        (await _scene.TypeAsync("", "export", "--store", _scene.FileStore, "--key-file", _scene.KeyFile, "--out", _scene.In("mine.json"), "--backup-passphrase-stdin"))
            .Should(ExitCode.File);
    }

    [Fact]
    public async Task Export_ToNowhere_IsExitCode5()
    {
        await _scene.FillAsync(_scene.FileStore);

        (await _scene.RunAsync("export", "--store", _scene.FileStore, "--out", _scene.In("no/such/folder/x.json"))).Should(ExitCode.File);
        (await _scene.RunAsync("report", "--store", _scene.FileStore, "--out", _scene.In("no/such/folder/x.html"))).Should(ExitCode.File);
    }

    [Fact]
    public async Task Export_SealedWithoutKeys_IsRefused()
    {
        await _scene.FillAsync(_scene.FileStore);

        (await _scene.TypeAsync("p\n", "export", "--store", _scene.FileStore, "--out", "-", "--backup-passphrase-stdin")).Should(ExitCode.Keys).Output.Should().BeEmpty();
    }

    [Fact]
    public async Task Import_FromTheBrowser_BringsTheOriginalOver()
    {
        var import = await _scene.RunAsync("import", OriginalDump.Path, "--from-browser", "--store", _scene.FileStore, "--key-file", _scene.KeyFile, "--json");
        var stats = await _scene.RunAsync("stats", "--store", _scene.FileStore, "--key-file", _scene.KeyFile, "--json");

        import.Should(ExitCode.Done).Json.GetProperty("imported").GetInt32().Should().Be(40);
        stats.Json.GetProperty("secrets").GetProperty("available").GetInt32().Should().Be(39);
    }

    [Fact]
    public async Task Import_BeyondTheLimit_EndsThere()
    {
        var import = await _scene.RunAsync("import", OriginalDump.Path, "--from-browser", "--store", _scene.FileStore, "--key-file", _scene.KeyFile, "--max-peers", "10", "--json");

        import.Should(ExitCode.Done).Json.GetProperty("evicted").GetInt32().Should().Be(30);
    }

    [Fact]
    public async Task Import_SecretsWithoutKeys_NothingIsImported()
    {
        (await _scene.RunAsync("import", OriginalDump.Path, "--from-browser", "--store", _scene.FileStore)).Should(ExitCode.Keys);

        Directory.GetFileSystemEntries(_scene.Folder).Should().BeEmpty("a store that holds nothing would only be taken for one");
    }

    [Theory]
    [InlineData("file")]
    [InlineData("sqlite")]
    public async Task Import_Failed_LeavesNoNewStoreAndNoNewKey(string scheme)
    {
        await _scene.FillAsync(_scene.FileStore);
        var (backup, store) = (_scene.In("backup.json"), $"{scheme}:{_scene.In("new.db")}");
        (await _scene.TypeAsync("right\n", "export", "--store", _scene.FileStore, "--key-file", _scene.KeyFile, "--out", backup, "--backup-passphrase-stdin")).Should(ExitCode.Done);
        await File.WriteAllTextAsync(_scene.In("bad.json"), """{"version":"1.0.0","exportDate":1,"peers":[{"peerId":""},7]}""");
        var before = Directory.GetFiles(_scene.Folder);

        string[] into = ["--store", store, "--key-file", _scene.In("new.key")];
        (await _scene.TypeAsync("wrong\n", ["import", backup, "--backup-passphrase-stdin", .. into])).Should(ExitCode.Keys);
        (await _scene.RunAsync(["import", _scene.In("bad.json"), .. into])).Should(ExitCode.Problem);
        Directory.GetFiles(_scene.Folder).Should().BeEquivalentTo(before);

        (await _scene.TypeAsync("right\n", ["import", backup, "--backup-passphrase-stdin", .. into])).Should(ExitCode.Done);
        (await _scene.TypeAsync("wrong\n", ["import", backup, "--backup-passphrase-stdin", .. into])).Should(ExitCode.Keys);
        (await _scene.RunAsync(["verify", .. into])).Should(ExitCode.Done); // A store that was there stays.
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData(null)]
    public async Task Import_NoBackup_IsExitCode5AndMakesNoStore(string? content)
    {
        if (content is not null)
            await File.WriteAllTextAsync(_scene.In("backup.json"), content);

        (await _scene.RunAsync("import", _scene.In("backup.json"), "--store", _scene.FileStore)).Should(ExitCode.File);

        File.Exists(_scene.In("peers.db")).Should().BeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Migrate_ThereAndBack_SecretsOpenWithTheSameKey(bool encrypted)
    {
        await _scene.FillAsync(_scene.FileStore, encrypted: encrypted);
        var back = "file:" + _scene.In("back.db");
        string[] more = encrypted ? ["--encrypted"] : [];

        (await _scene.RunAsync("migrate", "--store", _scene.FileStore, "--to", _scene.SqliteStore, "--json")).Should(ExitCode.Done)
            .Json.GetProperty("keys").GetInt32().Should().BeGreaterThan(5);
        (await _scene.RunAsync("migrate", "--store", _scene.SqliteStore, "--to", back)).Should(ExitCode.Done);

        foreach (var store in new[] { _scene.SqliteStore, back })
        {
            (await _scene.RunAsync(["verify", "--store", store, "--key-file", _scene.KeyFile, .. more])).Should(ExitCode.Done);
            (await _scene.RunAsync(["show", "alice", "--store", store, "--key-file", _scene.KeyFile, "--show-secrets", "--json", .. more]))
                .Json.GetProperty("sharedSecret").GetString().Should().Be(Scene.Secret);
        }
    }

    [Fact]
    public async Task Migrate_StoppedHalfWay_VerifyOfTheCopySaysSo()
    {
        await _scene.FillAsync(_scene.FileStore);
        await _scene.FillAsync(_scene.SqliteStore);
        await using (var store = await SqliteKeyValueStore.OpenAsync(_scene.In("peers.sqlite")))
            await store.CommitAsync(new KeyValueBatch().Set(StoreCopy.Mark, default));

        var check = await _scene.RunAsync("verify", "--store", _scene.SqliteStore, "--json");

        check.Should(ExitCode.Problem).Json.GetProperty("findings")[0].GetProperty("kind").GetString().Should().Be("unfinished-copy");
    }

    [Fact]
    public async Task Migrate_IntoAStoreThatHoldsSomething_IsRefused()
    {
        await _scene.FillAsync(_scene.FileStore);
        await _scene.FillAsync(_scene.SqliteStore, Scene.NewKey());

        (await _scene.RunAsync("migrate", "--store", _scene.FileStore, "--to", _scene.SqliteStore)).Should(ExitCode.Store).Errors.Should().Contain("not empty");
        (await _scene.RunAsync("migrate", "--store", _scene.FileStore, "--to", _scene.FileStore)).Should(ExitCode.Store);
    }

    [Fact]
    public async Task EverythingPrinted_WithoutBeingAsked_HoldsNoSecretKeyOrAddress()
    {
        await _scene.FillAsync(_scene.FileStore);
        string[] store = ["--store", _scene.FileStore, "--key-file", _scene.KeyFile];
        string[][] commands =
        [
            ["list"], ["show", "alice"], ["show", "mallory"], ["candidates"], ["stats"], ["verify"], ["repair"], ["rotate-keys"], ["show", "nobody"],
            ["export", "--out", _scene.In("a.json"), "--force"], ["import", _scene.In("a.json")], ["report", "--out", _scene.In("a.html"), "--force"],
            ["migrate", "--to", _scene.SqliteStore], ["list", "--show-metadata"], ["export", "--out", _scene.In("b.json"), "--force", "--backup-passphrase-stdin"],
        ];
        List<string> printed = [];
        foreach (var command in commands)
        {
            foreach (var json in new string[][] { [], ["--json"] })
            {
                var outcome = await _scene.TypeAsync("p4ssphrase-of-the-backup\n", [.. command, .. store, .. json]);
                printed.Add(outcome.Output + outcome.Errors);
            }
        }

        printed.Add(await File.ReadAllTextAsync(_scene.In("a.html")));
        var masterKey = (await File.ReadAllBytesAsync(_scene.KeyFile))[^32..];
        printed.Should().HaveCountGreaterThan(30).And.OnlyContain(text => text.Length > 0);
        foreach (var text in printed.Select(System.Text.Encoding.UTF8.GetBytes))
        {
            new[] { Scene.Secret, Scene.TurnPassword, "turner", Scene.Address, "p4ssphrase-of-the-backup" }.Where(secret => Plaintext.IsIn(text, secret)).Should().BeEmpty();
            Plaintext.IsIn(text, masterKey).Should().BeFalse();
        }
    }
}
