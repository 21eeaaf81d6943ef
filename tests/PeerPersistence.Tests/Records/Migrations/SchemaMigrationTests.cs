using System.Text;
using PeerPersistence.Testing;
using PeerPersistence.Tests.Storage.Files;

namespace PeerPersistence.Tests.Records.Migrations;

public sealed class SchemaMigrationTests
{
    [Theory]
    [MemberData(nameof(OldForm.Names), MemberType = typeof(OldForm))]
    public async Task Opening_OlderForm_BecomesThePresentOneAndStaysIt(string name)
    {
        var form = OldForm.Read(name);
        var store = new CommitCounter(await form.StoreAsync());
        await using var setup = new Setup(store: store);

        await setup.Service.InitializeAsync();

        await form.ShouldBePresentIn(store, setup.Service, name);
        var commits = store.Commits;
        await using var later = setup.Another();
        await later.InitializeAsync();
        store.Commits.Should().Be(commits, "there is nothing left to do");
    }

    [Theory]
    [MemberData(nameof(OldForm.Names), MemberType = typeof(OldForm))]
    public async Task Opening_KilledAtEveryCommit_GoesOnAtTheNext(string name)
    {
        var form = OldForm.Read(name);
        var killed = 0;
        foreach (var last in new[] { StoreFault.Fail, StoreFault.FailAfterwards, StoreFault.Full })
        {
            for (var commit = 1; await KilledAsync(commit, last); commit++)
                killed++;
        }

        killed.Should().BeGreaterThanOrEqualTo(3);

        async Task<bool> KilledAsync(int commit, StoreFault last)
        {
            var store = await form.StoreAsync();
            var plan = new Death(commit, last);
            await using (var dying = new Setup(store: new FaultyKeyValueStore(store, plan.Of)))
                await ErrorOf(dying.Service.InitializeAsync());

            await using var setup = new Setup(store: store);
            await form.ShouldBePresentIn(store, setup.Service, $"{name} was killed at commit {commit} by {last}");
            return plan.Happened;
        }
    }

    [Theory]
    [MemberData(nameof(OldForm.Names), MemberType = typeof(OldForm))]
    public async Task Opening_KilledAfterEachCommitAgainAndAgain_IsDoneOneDay(string name)
    {
        var form = OldForm.Read(name);
        var store = await form.StoreAsync();
        Exception? error;
        var openings = 0;
        do
        {
            await using var dying = new Setup(store: new FaultyKeyValueStore(store, new Death(1, StoreFault.FailAfterwards).Of));
            error = await ErrorOf(dying.Service.InitializeAsync());
            (++openings).Should().BeLessThan(10);
        }
        while (error is not null);

        await using var setup = new Setup(store: store);
        await form.ShouldBePresentIn(store, setup.Service, name);
    }

    [Theory]
    [MemberData(nameof(OldForm.Names), MemberType = typeof(OldForm))]
    public async Task Opening_SeveralAtOnce_EndInOneForm(string name)
    {
        var form = OldForm.Read(name);
        await using var setup = new Setup(store: await form.StoreAsync());
        var others = Enumerable.Range(0, 8).Select(_ => setup.Another()).ToList();

        await Task.WhenAll(others.Select(other => Task.Run(() => other.InitializeAsync())));

        foreach (var other in others)
        {
            await form.ShouldBePresentIn(setup.Store, other, name);
            await other.DisposeAsync();
        }
    }

    [Theory]
    [MemberData(nameof(OldForm.Names), MemberType = typeof(OldForm))]
    public async Task Opening_NewerVersion_TouchesNothing(string name)
    {
        var store = await OldForm.Read(name).StoreAsync();
        await store.SetTextAsync("mesh:schema:version", "1.0.1");
        var before = await store.DumpAsync();
        await using var setup = new Setup(store: store);

        (await ErrorOf(setup.Service.InitializeAsync())).Should().BeOfType<UnsupportedSchemaVersionException>();

        (await store.DumpAsync()).Should().Equal(before);
    }

    [Theory]
    [InlineData("1-original-key.json")]
    [InlineData("2-original-secrets.json")]
    public async Task Opening_MasterKeyMissing_LeavesTheSecretsUntilItIsBack(string name)
    {
        var form = OldForm.Read(name);
        var store = await form.StoreAsync();
        await using (var without = new Setup(store: store, keys: new Protection.CountingProvider(new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray())) { Failure = new SecretUnavailableException("Not now.") }))
            await without.Service.InitializeAsync();
        (await store.TextAsync("mesh:encryption:original")).Should().Contain(OriginalData.Key);

        await using var setup = new Setup(store: store);
        await form.ShouldBePresentIn(store, setup.Service, name);
    }

    [Theory]
    [MemberData(nameof(OldForm.Names), MemberType = typeof(OldForm))]
    public async Task Opening_StoreFile_KeepsNoByteOfTheOriginalsKey(string name)
    {
        using var folder = new TempFolder();
        await using var store = await FileKeyValueStore.OpenAsync(folder.StorePath);
        await OldForm.Read("1-original-key.json").WriteAsync(store);
        await OldForm.Read(name).WriteAsync(store);
        Text().Should().Contain(OriginalData.Key);
        await using var setup = new Setup(store: store);

        await setup.Service.InitializeAsync();

        Text().Should().NotContain(OriginalData.Key).And.NotContain("left in clear");

        string Text() => string.Concat(folder.Contents.Select(Encoding.UTF8.GetString));
    }

    [Fact]
    public async Task Opening_NoRoomToCompact_SaysSoAndTriesAgainNextTime()
    {
        var form = OldForm.Read("1-original-key.json");
        var store = new FullOnce(await form.StoreAsync());
        await using var setup = new Setup(store: store);

        await setup.Service.InitializeAsync();

        setup.Logger.Entries.Should().Contain(entry => entry.Id.Id == 202);
        (await store.TextAsync("mesh:encryption:original")).Should().Be("{}");
        await using var later = setup.Another();
        await form.ShouldBePresentIn(store, later, "there is room again");
        store.Compactions.Should().Be(1);
    }

    private static async Task<Exception?> ErrorOf(Task task)
    {
        try
        {
            await task;
            return null;
        }
        catch (Exception e) when (e is IOException or PeerPersistenceException)
        {
            return e;
        }
    }

    /// <summary>One commit goes wrong, and after it none takes place.</summary>
    private sealed class Death(int commit, StoreFault last)
    {
        private int _commits;

        public bool Happened => _commits >= commit;

        public StoreFault Of(StoreCall call)
        {
            if (call.Kind != StoreCallKind.Commit)
                return StoreFault.None;
            var number = Interlocked.Increment(ref _commits);
            return number < commit ? StoreFault.None : number == commit ? last : StoreFault.Fail;
        }
    }

    private sealed class FullOnce(IKeyValueStore inner) : ICompactingStore
    {
        private bool _asked;

        public int Compactions { get; private set; }

        public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default) => inner.GetAsync(key, cancellationToken);

        public IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(string prefix, CancellationToken cancellationToken = default) =>
            inner.ScanAsync(prefix, cancellationToken);

        public ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default) => inner.CommitAsync(batch, cancellationToken);

        public Task CompactAsync(CancellationToken cancellationToken = default)
        {
            if (!_asked)
            {
                _asked = true;
                throw new StoreFullException("No room.");
            }

            Compactions++;
            return Task.CompletedTask;
        }
    }
}
