using System.Globalization;
using System.Text;
using Xunit.Abstractions;

namespace PeerPersistence.Tests.Protection.Records;

public sealed class EncryptedKeyValueStoreTests : IDisposable
{
    private readonly ITestOutputHelper _output;
    private readonly InMemoryKeyValueStore _inner = new();
    private readonly EncryptedKeyValueStore _store;

    public EncryptedKeyValueStoreTests(ITestOutputHelper output) => (_output, _store) = (output, Open());

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Commit_Records_LeavesNeitherNamesNorValuesInTheInnerStore()
    {
        for (var i = 0; i < 20; i++)
            await PutAsync($"mesh:peer:PEER-{i}", $$"""{"peerId":"PEER-{{i}}","lastKnownIP":"203.0.113.{{i}}"}""");

        var everything = string.Join('\n', (await InnerAsync()).Select(pair => pair.Key + "=" + Encoding.UTF8.GetString(pair.Value.Span)));

        everything.Should().NotContainAny("PEER", "mesh", "203.0", Convert.ToBase64String("PEER-1"u8.ToArray()), Convert.ToBase64String("mesh:peer:"u8.ToArray())[..12]);
    }

    // Made by another implementation, from the specification alone: what is written today stays readable.
    [Fact]
    public async Task Scan_GoldenStore_GivesItsRecord()
    {
        await _inner.SetTextAsync(
            "encrypted:keys",
            """{"format":1,"storeId":"EBESExQVFhcYGRobHB0eHw","provider":"fixed","keys":[{"id":1,"state":"active","wrapped":"UFABAQAAAADQ0dLT1NXW19jZ2tvc3d7f_ibWRTT4hfLWevlbLY6WapdN64n0t-qeuwuew5s2EHxU-2qxc0JYsxL2OGKk2b3wVi4cktmBYGhILHRFmqZH_w"}]}""");
        await _inner.SetTextAsync(
            "encrypted:record:SkKyanvKvgp_Pxbz327ojAjpUTuXJIDkeQosiFNj__SO4QKGf1tfxNLI1RZNdTG-",
            "pp1.UFABAQAAAAHg4eLj5OXm5-jp6uvs7e7vRfaHndlzMXjhuECGLnqZPk6TB93LWU9fGxOibizAl74OQ0RUKO_dWvc56NHF4JF00rkDUYI");

        (await _store.DumpAsync()).Should().Equal(new Dictionary<string, string> { ["mesh:peer:PEER-000"] = """{"peerId":"PEER-000"}""" });
        (await ReadAsync("mesh:peer:PEER-000")).Should().Be("""{"peerId":"PEER-000"}""");
    }

    [Fact]
    public async Task AnyCall_AfterDispose_IsRefused()
    {
        await PutAsync("a", "value");
        _store.Dispose();

        await FluentActions.Awaiting(async () => await _store.GetAsync("a")).Should().ThrowAsync<ObjectDisposedException>();
        await FluentActions.Awaiting(() => PutAsync("b", "value")).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task AnyCall_Null_NamesTheArgument()
    {
        using var keys = TestProviders.Fixed();
        FluentActions.Invoking(() => EncryptedKeyValueStore.Create(null!, keys)).Should().Throw<ArgumentNullException>().WithParameterName("inner");
        FluentActions.Invoking(() => EncryptedKeyValueStore.Create(_inner, null!)).Should().Throw<ArgumentNullException>().WithParameterName("keys");
        FluentActions.Invoking(() => EncryptedKeyValueStore.Create(_inner, keys, null!)).Should().Throw<ArgumentNullException>().WithParameterName("keyPrefix");
        (await FluentActions.Awaiting(async () => await _store.GetAsync(null!)).Should().ThrowAsync<ArgumentNullException>()).WithParameterName("key");
        FluentActions.Invoking(() => _store.ScanAsync(null!)).Should().Throw<ArgumentNullException>().WithParameterName("prefix");
        (await FluentActions.Awaiting(async () => await _store.CommitAsync(null!)).Should().ThrowAsync<ArgumentNullException>()).WithParameterName("batch");
        (await FluentActions.Awaiting(() => _store.ChangeMasterKeyAsync(null!)).Should().ThrowAsync<ArgumentNullException>()).WithParameterName("keys");
    }

    [Fact]
    public async Task Commit_SameValueTwice_WritesOtherBytes()
    {
        await PutAsync("a", "value");
        var first = await RecordOfAsync("a");
        await PutAsync("a", "value");

        (await RecordOfAsync("a")).Value.ToArray().Should().NotEqual(first.Value.ToArray());
    }

    [Fact]
    public async Task Commit_ExpectationOfTheSameValueRewrittenByAnother_Holds()
    {
        await PutAsync("a", "value");
        using var other = Open();
        await other.CommitAsync(new KeyValueBatch().Set("a", "value"u8.ToArray()));

        (await _store.CommitAsync(new KeyValueBatch().Expect("a", "value"u8.ToArray()).Set("a", "next"u8.ToArray()))).Should().BeTrue();
        (await _store.CommitAsync(new KeyValueBatch().Expect("a", "value"u8.ToArray()).Set("a", "lost"u8.ToArray()))).Should().BeFalse();
        (await ReadAsync("a")).Should().Be("next");
    }

    [Fact]
    public async Task Commit_CountersFromManyStores_LoseNoUpdate()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => Open()).ToList();

        await Task.WhenAll(stores.Select(store => Task.Run(async () =>
        {
            for (var done = 0; done < 50;)
            {
                var before = await store.GetAsync("counter");
                var next = before is { } bytes ? int.Parse(Encoding.UTF8.GetString(bytes.Span), CultureInfo.InvariantCulture) + 1 : 1;
                if (await store.CommitAsync(new KeyValueBatch().Expect("counter", before).Set("counter", Encoding.UTF8.GetBytes($"{next}"))))
                    done++;
            }
        })));

        (await ReadAsync("counter")).Should().Be("200");
        stores.ForEach(store => store.Dispose());
    }

    [Fact]
    public async Task Get_EveryBitFlipOfARecord_ReadsAsNoBytesAndLeavesTheOthers()
    {
        await PutAsync("a", "value of a");
        await PutAsync("b", "value of b");
        var (key, value) = await RecordOfAsync("a");
        var tried = 0;

        foreach (var flipped in Tampering.BitFlips(value.ToArray()).Concat(Tampering.Truncations(value.ToArray())))
        {
            await _inner.CommitAsync(new KeyValueBatch().Set(key, flipped));
            (await ReadAsync("a")).Should().BeEmpty();
            tried++;
        }

        _output.WriteLine($"{tried} tampered records refused.");
        (await ListAsync("")).Should().Equal(("a", ""), ("b", "value of b"));
        (await _store.CommitAsync(new KeyValueBatch().Expect("a", Array.Empty<byte>()).Set("a", "healed"u8.ToArray()))).Should().BeTrue();
        (await ReadAsync("a")).Should().Be("healed");
    }

    [Fact]
    public async Task Get_RecordOfAnotherKeyOrPlaintextPutInItsPlace_ReadsAsNoBytes()
    {
        await PutAsync("a", "value of a");
        await PutAsync("b", "value of b");
        var (a, b) = (await RecordOfAsync("a"), await RecordOfAsync("b"));

        await _inner.CommitAsync(new KeyValueBatch().Set(a.Key, b.Value).Set(b.Key, "planted"u8.ToArray()));

        (await ListAsync("")).Should().Equal(("a", ""), ("b", ""));
    }

    [Fact]
    public async Task AnyCall_WrongMasterKey_ThrowsAndChangesNothing()
    {
        await PutAsync("a", "value");
        var before = await InnerAsync();
        using var wrong = EncryptedKeyValueStore.Create(_inner, TestProviders.Fixed(2));
        Func<Task>[] calls =
        [
            async () => await wrong.GetAsync("a"),
            async () => await wrong.CommitAsync(new KeyValueBatch().Set("a", "lost"u8.ToArray())),
            async () => await wrong.CommitAsync(new KeyValueBatch().Expect("a", (byte[]?)null)),
            async () => await ListAsync("", wrong),
        ];

        foreach (var call in calls)
            await call.Should().ThrowAsync<SecretUnavailableException>();
        (await InnerAsync()).Select(pair => pair.Key).Should().Equal(before.Select(pair => pair.Key));
        (await ReadAsync("a")).Should().Be("value");
    }

    [Fact]
    public async Task AnyCall_KeyRingGoneWhileRecordsExist_ThrowsAndMintsNothing()
    {
        await PutAsync("a", "value");
        await _inner.CommitAsync(new KeyValueBatch().Remove("encrypted:keys"));
        using var store = Open();
        Func<Task>[] calls = [async () => await store.GetAsync("a"), async () => await store.CommitAsync(new KeyValueBatch().Set("b", default)), async () => await ListAsync("", store)];

        foreach (var call in calls)
            await call.Should().ThrowAsync<SecretUnavailableException>();
        (await _inner.GetAsync("encrypted:keys")).Should().BeNull();
    }

    [Fact]
    public async Task Commit_InnerStoreEmptiedAndBegunAnewByAnother_SealsUnderTheNewKeys()
    {
        await PutAsync("a", "value");
        foreach (var (key, _) in await InnerAsync())
            await _inner.CommitAsync(new KeyValueBatch().Remove(key));
        using var other = Open();
        await other.CommitAsync(new KeyValueBatch().Set("b", "theirs"u8.ToArray()));

        await PutAsync("c", "ours");

        using var later = Open();
        (await ListAsync("", later)).Should().Equal(("b", "theirs"), ("c", "ours"));
    }

    [Fact]
    public async Task Get_NothingStoredYet_MakesNoKey()
    {
        (await _store.GetAsync("a")).Should().BeNull();
        (await ListAsync("")).Should().BeEmpty();

        (await InnerAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Scan_OtherDataInTheInnerStore_IsLeftAlone()
    {
        await _inner.CommitAsync(new KeyValueBatch().Set("zebra", "1"u8.ToArray()).Set("encrypted:record:junk", "2"u8.ToArray()));
        var refused = async () => await PutAsync("a", "value");
        await refused.Should().ThrowAsync<SecretUnavailableException>("what looks like a record may be one");
        await _inner.CommitAsync(new KeyValueBatch().Remove("encrypted:record:junk"));

        await PutAsync("a", "value");

        (await ListAsync("")).Should().Equal(("a", "value"));
        (await _inner.GetAsync("zebra")).Should().NotBeNull();
    }

    [Fact]
    public async Task GetChanges_RemovedByAnotherStore_NamesIt()
    {
        await PutAsync("a", "value");
        using var other = Open();
        var token = (await _store.Ability<IChangeTrackingStore>()!.GetChangesAsync(null)).Token;

        await other.CommitAsync(new KeyValueBatch().Remove("a").Set("b", default));

        (await _store.Ability<IChangeTrackingStore>()!.GetChangesAsync(token)).Keys.Should().BeEquivalentTo("a", "b");
    }

    [Fact]
    public void Create_InnerStoreThatTellsNoChanges_TellsNone()
    {
        using var store = EncryptedKeyValueStore.Create(new Moq.Mock<IKeyValueStore>().Object, TestProviders.Fixed());

        store.Ability<IChangeTrackingStore>().Should().BeNull();
    }

    [Fact]
    public async Task ChangeMasterKey_ThenOpenedByTheNewOne_ReadsEverything()
    {
        await PutAsync("a", "value");

        await _store.ChangeMasterKeyAsync(TestProviders.Fixed(2));
        await PutAsync("b", "later");

        using var later = EncryptedKeyValueStore.Create(_inner, TestProviders.Fixed(2));
        using var late = Open();
        (await ListAsync("", later)).Should().Equal(("a", "value"), ("b", "later"));
        var open = async () => await late.GetAsync("a");
        await open.Should().ThrowAsync<SecretUnavailableException>();
    }

    private EncryptedKeyValueStore Open() => EncryptedKeyValueStore.Create(_inner, TestProviders.Fixed());

    private async Task PutAsync(string key, string value) =>
        (await _store.CommitAsync(new KeyValueBatch().Set(key, Encoding.UTF8.GetBytes(value)))).Should().BeTrue();

    private async Task<string?> ReadAsync(string key) => await _store.GetAsync(key) is { } value ? Encoding.UTF8.GetString(value.Span) : null;

    private async Task<List<(string, string)>> ListAsync(string prefix, EncryptedKeyValueStore? store = null)
    {
        List<(string, string)> found = [];
        await foreach (var (key, value) in (store ?? _store).ScanAsync(prefix))
            found.Add((key, Encoding.UTF8.GetString(value.Span)));
        return found;
    }

    private async Task<List<KeyValuePair<string, ReadOnlyMemory<byte>>>> InnerAsync()
    {
        List<KeyValuePair<string, ReadOnlyMemory<byte>>> found = [];
        await foreach (var pair in _inner.ScanAsync(""))
            found.Add(pair);
        return found;
    }

    /// <summary>The inner record of a key: the one that changes when that key does.</summary>
    private async Task<KeyValuePair<string, ReadOnlyMemory<byte>>> RecordOfAsync(string key)
    {
        var value = await _store.GetAsync(key);
        var before = await InnerAsync();
        await _store.CommitAsync(new KeyValueBatch().Set(key, value!.Value));
        return (await InnerAsync()).Single(pair => !before.Any(old => old.Key == pair.Key && old.Value.Span.SequenceEqual(pair.Value.Span)));
    }
}
