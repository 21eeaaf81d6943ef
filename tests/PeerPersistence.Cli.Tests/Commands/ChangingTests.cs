namespace PeerPersistence.Cli.Tests.Commands;

/// <summary>Pin, remove, cleanup, compact, clear.</summary>
public sealed class ChangingTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData("file")]
    [InlineData("sqlite")]
    public async Task PinAndUnpin_AKnownPeer_AreSeenByTheNextCommand(string scheme)
    {
        var store = scheme == "file" ? _scene.FileStore : _scene.SqliteStore;
        await _scene.FillAsync(store);

        (await _scene.RunAsync("pin", "bob", "--store", store)).Should(ExitCode.Done).Output.Should().Contain("'bob' is pinned");
        (await _scene.RunAsync("show", "bob", "--store", store, "--json")).Json.GetProperty("isPinned").GetBoolean().Should().BeTrue();
        (await _scene.RunAsync("unpin", "bob", "--store", store, "--json")).Should(ExitCode.Done).Json.GetProperty("isPinned").GetBoolean().Should().BeFalse();
        (await _scene.RunAsync("show", "bob", "--store", store, "--json")).Json.GetProperty("isPinned").GetBoolean().Should().BeFalse();
    }

    [Theory]
    [InlineData("pin")]
    [InlineData("unpin")]
    [InlineData("remove")]
    public async Task OnePeer_ThatIsNotThere_IsExitCode1(string command)
    {
        await _scene.FillAsync(_scene.FileStore);

        foreach (var peerId in new[] { "nobody", "\u0007" })
            (await _scene.RunAsync(command, peerId, "--store", _scene.FileStore)).Should(ExitCode.Problem).Errors.Should().Contain("There is no peer");
        (await _scene.RunAsync("list", "--store", _scene.FileStore)).Output.Should().Contain("3 peers");
    }

    [Fact]
    public async Task Remove_APeer_IsGoneAndTheOthersStay()
    {
        await _scene.FillAsync(_scene.FileStore);

        (await _scene.RunAsync("remove", "bob", "--store", _scene.FileStore)).Should(ExitCode.Done).Output.Should().Contain("removed 'bob'; 2 peers are left");

        (await _scene.RunAsync("show", "bob", "--store", _scene.FileStore)).Should(ExitCode.Problem);
        (await _scene.RunAsync("remove", "mallory", "--store", _scene.FileStore, "--json")).Json.GetProperty("peersLeft").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task Pin_ARecordThatCannotBeRead_IsExitCode1AndRemoveTakesIt()
    {
        await _scene.FillAsync(_scene.FileStore);
        await using (var store = await FileKeyValueStore.OpenAsync(_scene.In("peers.db")))
            await store.CommitAsync(new KeyValueBatch().Set("mesh:peer:bob", "{"u8.ToArray()));

        (await _scene.RunAsync("pin", "bob", "--store", _scene.FileStore)).Should(ExitCode.Problem).Errors.Should().Contain("bob");
        (await _scene.RunAsync("remove", "bob", "--store", _scene.FileStore)).Should(ExitCode.Done);
        (await _scene.RunAsync("verify", "--store", _scene.FileStore)).Should(ExitCode.Done);
    }

    [Fact]
    public async Task Cleanup_DryRun_SaysWhoWouldGoAndChangesNothing()
    {
        await _scene.FillAsync(_scene.FileStore);
        var before = await File.ReadAllBytesAsync(_scene.In("peers.db"));

        var text = (await _scene.RunAsync("cleanup", "--store", _scene.FileStore, "--not-seen-for", "30d", "--dry-run")).Should(ExitCode.Done).Output;

        text.Should().Contain("mallory (").And.Contain("a stranger, not seen for 40 d").And.Contain("1 peer would go, 2 would stay");
        (await File.ReadAllBytesAsync(_scene.In("peers.db"))).Should().Equal(before);
    }

    [Fact]
    public async Task Cleanup_WithoutBeingTold_TakesNobodyByTheCalendar()
    {
        await _scene.FillAsync(_scene.FileStore);

        (await _scene.RunAsync("cleanup", "--store", _scene.FileStore)).Should(ExitCode.Done).Output.Should().Contain("0 peers removed, 3 left");
    }

    [Theory]
    [InlineData("file")]
    [InlineData("sqlite")]
    public async Task Cleanup_NotSeenFailedAndTooMany_SaysWhy(string scheme)
    {
        var store = scheme == "file" ? _scene.FileStore : _scene.SqliteStore;
        await _scene.FillAsync(store);
        var (kind, place) = StoreSchemes.Parse(store);
        var opened = await kind.OpenAsync(place, mayCreate: false, default);
        await using (var service = await _scene.ServiceAsync(opened))
        {
            for (var failure = 0; failure < 5; failure++)
                await service.RecordFailedAttemptAsync("bob");
            await service.StorePeerAsync(PeerData.Create("newcomer", _scene.Time.GetUtcNow()));
        }

        await ((IAsyncDisposable)opened).DisposeAsync();
        _scene.Time.Advance(TimeSpan.FromDays(2)); // A blacklisting lasts a day.

        var removed = (await _scene.RunAsync("cleanup", "--store", store, "--not-seen-for", "30d", "--max-peers", "1", "--json")).Should(ExitCode.Done).Json;

        removed.GetProperty("removed").EnumerateArray().ToDictionary(peer => peer.GetProperty("peerId").GetString()!, peer => peer.GetProperty("why").GetString())
            .Should().BeEquivalentTo(new Dictionary<string, string>
            {
                ["mallory"] = "a stranger, not seen for 42 d", ["bob"] = "never answered in 5 tries", ["newcomer"] = "of more than 1 peer, the least valuable",
            });
        (await _scene.RunAsync("list", "--store", store)).Output.Should().Contain("alice").And.Contain("1 peer");
    }

    /// <summary>Who was only silent may come back; who was given up may not.</summary>
    [Fact]
    public async Task Cleanup_WhoWasNotSeen_IsNotRememberedAsRemoved()
    {
        await _scene.FillAsync(_scene.SqliteStore);
        (await _scene.RunAsync("cleanup", "--store", _scene.SqliteStore, "--not-seen-for", "30d")).Should(ExitCode.Done);
        (await _scene.RunAsync("remove", "bob", "--store", _scene.SqliteStore)).Should(ExitCode.Done);

        await using var store = await SqliteKeyValueStore.OpenAsync(_scene.In("peers.sqlite"));
        await using var service = await _scene.ServiceAsync(store);
        (await service.FindNewPeerIdsAsync(["mallory", "bob"])).Should().Equal("mallory");
    }

    [Theory]
    [InlineData("file")]
    [InlineData("sqlite")]
    public async Task Compact_AfterMuchWasRemoved_IsSmallerAndWhole(string scheme)
    {
        var store = scheme == "file" ? _scene.FileStore : _scene.SqliteStore;
        (await _scene.RunAsync("import", OriginalDump.Path, "--from-browser", "--store", store, "--key-file", _scene.KeyFile)).Should(ExitCode.Done);
        (await _scene.RunAsync("cleanup", "--store", store, "--max-peers", "3")).Should(ExitCode.Done);

        var compacted = (await _scene.RunAsync("compact", "--store", store, "--json")).Should(ExitCode.Done).Json;

        compacted.GetProperty("bytesAfter").GetInt64().Should().BeLessThan(compacted.GetProperty("bytesBefore").GetInt64());
        (await _scene.RunAsync("verify", "--store", store, "--key-file", _scene.KeyFile)).Should(ExitCode.Done);
    }

    [Fact]
    public async Task Clear_NobodyToAsk_NeedsYes()
    {
        await _scene.FillAsync(_scene.FileStore);

        (await _scene.RunAsync("clear", "--store", _scene.FileStore)).Should(ExitCode.Usage).Errors.Should().Contain("--yes");
        (await _scene.RunAsync("list", "--store", _scene.FileStore)).Output.Should().Contain("3 peers");
    }

    [Theory]
    [InlineData("no")]
    [InlineData("")]
    [InlineData("yes please")]
    public async Task Clear_TheAnswerIsNotYes_ChangesNothing(string answer)
    {
        await _scene.FillAsync(_scene.FileStore);

        var outcome = (await _scene.AnswerAsync(answer, "clear", "--store", _scene.FileStore)).Should(ExitCode.Usage);

        outcome.Errors.Should().Contain("3 peers, 1 shared secret, 1 key").And.Contain("Nothing was changed");
        (await _scene.RunAsync("list", "--store", _scene.FileStore)).Output.Should().Contain("3 peers");
    }

    [Theory]
    [InlineData("file")]
    [InlineData("sqlite")]
    public async Task Clear_Agreed_LeavesNothingOnTheDisk(string scheme)
    {
        var store = scheme == "file" ? _scene.FileStore : _scene.SqliteStore;
        await _scene.FillAsync(store);

        (await _scene.AnswerAsync("yes\n", "clear", "--store", store)).Should(ExitCode.Done).Output.Should().Contain("is empty: 3 peers destroyed");

        (await _scene.RunAsync("list", "--store", store)).Should(ExitCode.Done).Output.Should().Contain("0 peers");
        foreach (var file in Directory.GetFiles(_scene.Folder, "peers.*"))
            Plaintext.IsIn(await File.ReadAllBytesAsync(file), "mallory").Should().BeFalse(file);
        (await _scene.RunAsync("clear", "--store", store, "--yes", "--json")).Should(ExitCode.Done).Json.GetProperty("peers").GetInt32().Should().Be(0);
    }
}
