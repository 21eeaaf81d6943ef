using System.Text;
using System.Text.Json.Nodes;

namespace PeerPersistence.Tests.Protection.Keys;

/// <summary>After a change of the master key the old one opens nothing that lies in the store.</summary>
public sealed class MasterKeyChangeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pp-change-").FullName;
    private readonly FixedKeyProvider _old = TestProviders.Fixed();
    private readonly FixedKeyProvider _next = TestProviders.Fixed(2);

    public void Dispose()
    {
        _old.Dispose();
        _next.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ChangeMasterKey_InAFile_LeavesNoOldWrappingAndSealsUnderANewKey(bool encrypted)
    {
        await using var file = await FileKeyValueStore.OpenAsync(Path.Combine(_folder, "peers.db"));
        IKeyValueStore store = encrypted ? EncryptedKeyValueStore.Create(file, _old) : file;
        await using var setup = new Setup(store: store, keys: _old);
        await StoreAsync(setup);
        List<string> wrapped = [.. await WrappedAsync(store, "mesh:encryption:key"), .. encrypted ? await WrappedAsync(file, "encrypted:keys") : []];
        CountInFiles(encrypted ? wrapped[^1] : wrapped[0]).Should().BePositive("the test can see what it looks for");

        await setup.Service.ChangeMasterKeyAsync(_next);

        wrapped.Sum(CountInFiles).Should().Be(0);
        (await setup.Service.GetKeyUsageAsync()).Select(key => key.State).Should().Equal(KeyState.Destroyed, KeyState.Active);
        await setup.Service.StorePeerAsync(setup.Friend("later") with { SharedSecret = "later" });
        await using var again = new Setup(store: encrypted ? EncryptedKeyValueStore.Create(file, _next) : file, keys: _next);
        (await again.Service.GetPeerAsync("a0"))!.SharedSecret.Should().Be("secret 0");
        (await again.Service.GetPeerAsync("later"))!.SharedSecret.Should().Be("later");
    }

    [Fact]
    public async Task ChangeMasterKey_OldRingPutBeside_OpensNothingThatWasStoredLater()
    {
        await using var setup = new Setup(keys: _old);
        await StoreAsync(setup);
        var oldRing = (await setup.Store.TextAsync("mesh:encryption:key"))!;
        await setup.Service.ChangeMasterKeyAsync(_next);
        await setup.Service.StorePeerAsync(setup.Friend("later") with { SharedSecret = "later" });

        await setup.Store.SetTextAsync("mesh:encryption:key", oldRing);

        await using var thief = setup.Another(_old);
        (await thief.QueryPeersAsync()).Should().AllSatisfy(peer => peer.SecretStatus.Should().Be(SecretStatus.KeyUnavailable));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ChangeMasterKey_StoppedAtAnyCall_LosesNothingAndIsRepeated(bool encrypted)
    {
        for (var (call, stopped) = (0, true); stopped; call++)
        {
            var inner = new InMemoryKeyValueStore();
            await using (var first = new Setup(store: Layer(inner, _old), keys: _old))
                await StoreAsync(first, 3);

            var failing = new DisturbedStore(inner, call, () => throw new IOException("Stopped."));
            await using (var second = new Setup(store: Layer(failing, _old), keys: _old))
                stopped = await IsStoppedAsync(() => second.Service.ChangeMasterKeyAsync(_next));

            // The application does not know how far it came: it opens with the old key, or else with the new one.
            var opened = _old;
            if (!await OpensAsync(Layer(inner, _old)))
                opened = _next;
            await using var third = new Setup(store: Layer(inner, opened), keys: opened);
            await third.Service.ChangeMasterKeyAsync(_next);
            var peers = await third.Service.QueryPeersAsync();
            peers.Select(peer => peer.SharedSecret).Should().BeEquivalentTo(["secret 0", "secret 1", "secret 2"], "stopped at {0}", call);
            (await third.Service.GetKeyUsageAsync()).SkipLast(1).Should().OnlyContain(key => key.State == KeyState.Destroyed);
        }

        IKeyValueStore Layer(IKeyValueStore inner, IMasterKeyProvider keys) => encrypted ? EncryptedKeyValueStore.Create(inner, keys) : inner;
    }

    [Fact]
    public async Task RotateKeys_InAFile_LeavesNoWrappingOfADestroyedKey()
    {
        await using var file = await FileKeyValueStore.OpenAsync(Path.Combine(_folder, "peers.db"));
        await using var setup = new Setup(store: file, keys: _old);
        await StoreAsync(setup);
        var wrapped = await WrappedAsync(file, "mesh:encryption:key");

        await setup.Service.RotateKeysAsync();

        wrapped.Sum(CountInFiles).Should().Be(0);
    }

    [Fact]
    public async Task RemovePeer_ThenMaintenance_LeavesNoByteOfItsSecret()
    {
        await using var file = await FileKeyValueStore.OpenAsync(Path.Combine(_folder, "peers.db"));
        await using var setup = new Setup(store: file, keys: _old);
        await StoreAsync(setup);
        var envelope = await setup.EnvelopeTextAsync("a1");

        await setup.Service.RemovePeerAsync("a1");
        await setup.Service.MaintainAsync();

        CountInFiles(envelope).Should().Be(0);
    }

    private static async Task StoreAsync(Setup setup, int peers = 20)
    {
        for (var i = 0; i < peers; i++)
            await setup.Service.StorePeerAsync(setup.Friend($"a{i}") with { SharedSecret = $"secret {i}" });
    }

    private static async Task<IReadOnlyList<string>> WrappedAsync(IKeyValueStore store, string key) =>
        [.. JsonNode.Parse((await store.TextAsync(key))!)!["keys"]!.AsArray().Select(one => (string)one!["wrapped"]!)];

    private static async Task<bool> OpensAsync(IKeyValueStore store)
    {
        try
        {
            await using var setup = new Setup(store: store, keys: TestProviders.Fixed());
            await setup.Service.QueryPeersAsync();
            return true;
        }
        catch (SecretUnavailableException)
        {
            return false;
        }
    }

    private static async Task<bool> IsStoppedAsync(Func<Task> what)
    {
        try
        {
            await what();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private int CountInFiles(string text) => Directory.EnumerateFiles(_folder).Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)).Sum(path =>
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, Encoding.Latin1);
        return reader.ReadToEnd().Split(text).Length - 1;
    });
}
