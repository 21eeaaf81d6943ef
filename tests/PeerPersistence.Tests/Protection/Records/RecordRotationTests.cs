using System.Globalization;

namespace PeerPersistence.Tests.Protection.Records;

public sealed class RecordRotationTests : IDisposable
{
    private readonly InMemoryKeyValueStore _inner = new();
    private readonly EncryptedKeyValueStore _store;

    public RecordRotationTests() => _store = Open(_inner);

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task RotateKeys_ManyRecords_LeavesNothingUnderTheOldKeyAndDestroysIt()
    {
        var values = await FillAsync(250);
        var before = await _inner.DumpAsync();

        (await _store.RotateKeysAsync()).Should().Be(250);

        (await _store.DumpAsync()).Should().Equal(values);
        var after = await _inner.DumpAsync();
        after.Should().HaveCount(251).And.NotContainValues(before.Values);
        after.Keys.Should().NotContain(before.Keys.Where(key => key != "encrypted:keys"), "names are hidden anew");
        (await StatesAsync()).Should().Equal(KeyState.Destroyed, KeyState.Active);
        using var later = Open(_inner);
        (await later.DumpAsync()).Should().Equal(values);
    }

    [Fact]
    public async Task RotateKeys_NothingStored_MakesNoKey()
    {
        (await _store.RotateKeysAsync()).Should().Be(0);

        (await _inner.DumpAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task RotateKeys_WrongMasterKey_ThrowsAndChangesNothing()
    {
        await FillAsync(3);
        var before = await _inner.DumpAsync();
        using var wrong = EncryptedKeyValueStore.Create(_inner, TestProviders.Fixed(2));

        await FluentActions.Awaiting(() => wrong.RotateKeysAsync()).Should().ThrowAsync<SecretUnavailableException>();

        (await _inner.DumpAsync()).Should().Equal(before);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task RotateKeys_StoppedAtAnyCall_LosesNothingAndGoesOnNextTime()
    {
        for (var call = 0; ; call++)
        {
            var inner = new InMemoryKeyValueStore();
            using var store = Open(inner);
            var values = await FillAsync(120, store);
            var failing = new DisturbedStore(inner, call, () => throw new IOException("Stopped."));
            using var stopped = Open(failing);
            await IsStoppedAsync(() => stopped.RotateKeysAsync());

            using var later = Open(inner);
            (await later.DumpAsync()).Should().Equal(values, "call {0}", call);
            (await store.DumpAsync()).Should().Equal(values, "call {0}", call);
            await later.SetTextAsync("0", values["0"] = "written");
            await later.CommitAsync(new KeyValueBatch().Expect("1", "value 1"u8.ToArray()).Remove("1").Expect("none", (byte[]?)null));
            values.Remove("1");
            (await store.DumpAsync()).Should().Equal(values, "call {0}", call);

            await later.RotateKeysAsync();
            (await later.DumpAsync()).Should().Equal(values, "call {0}", call);
            (await inner.DumpAsync()).Should().HaveCount(values.Count + 1, "call {0}", call);
            (await StatesAsync(inner)).SkipLast(1).Should().OnlyContain(state => state == KeyState.Destroyed);
            if (!failing.Disturbed)
                break;
        }
    }

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("rotates")]
    [InlineData("rotates half-way")]
    [InlineData("moves one record")]
    public async Task AnyCall_AnotherProcessComesBetween_IsAnsweredAsEver(string and)
    {
        Func<EncryptedKeyValueStore, SortedDictionary<string, string>, Task>[] calls =
        [
            async (store, values) => (await store.TextAsync("7")).Should().Be(values["7"]),
            async (store, _) => (await store.TextAsync("none")).Should().BeNull(),
            async (store, values) => (await store.DumpAsync()).Should().Equal(values),
            async (store, _) => (await store.CommitAsync(new KeyValueBatch().Expect("7", "value 7"u8.ToArray()).Remove("7").Set("new", default))).Should().BeTrue(),
            async (store, _) => (await store.CommitAsync(new KeyValueBatch().Expect("7", "another"u8.ToArray()).Remove("7"))).Should().BeFalse(),
            async (store, _) => (await store.CommitAsync(new KeyValueBatch().Expect("7", (byte[]?)null).Remove("7"))).Should().BeFalse(),
            async (store, _) => await store.RotateKeysAsync(),
        ];

        foreach (var (what, which) in calls.Select((what, which) => (what, which)))
        {
            for (var (call, disturbed) = (0, true); disturbed; call++)
            {
                var inner = new InMemoryKeyValueStore();
                var values = await FillAsync(110, Open(inner));
                if (and == "moves one record")
                    await RotateAsync(inner, stoppedAt: 4);
                var between = new DisturbedStore(inner, call, () => and switch
                {
                    "rotates" => RotateAsync(inner, stoppedAt: int.MaxValue),
                    "rotates half-way" => RotateAsync(inner, stoppedAt: 110),
                    _ => Open(inner).CommitAsync(new KeyValueBatch().Expect("7", "value 7"u8.ToArray()).Set("7", "value 7"u8.ToArray())).AsTask(),
                });
                using var store = Open(between);
                await what(store, values);
                disturbed = between.Disturbed;

                if (which == 3)
                {
                    values.Remove("7");
                    values["new"] = "";
                }

                (await store.DumpAsync()).Should().Equal(values, "{0} disturbed at {1}", which, call);
            }
        }
    }

    [Fact]
    public async Task RotateKeys_DamagedRecord_LeavesItAndItsKey()
    {
        var values = await FillAsync(3);
        var (key, sound) = (await _inner.DumpAsync()).First(pair => pair.Key.StartsWith("encrypted:record:", StringComparison.Ordinal));
        await _inner.SetTextAsync(key, sound[..^4] + "AAAA");

        (await _store.RotateKeysAsync()).Should().Be(2);

        (await StatesAsync()).Should().Equal(KeyState.DecryptOnly, KeyState.Active);
        (await _store.DumpAsync()).Should().HaveCount(3).And.ContainValue("");
        await _inner.SetTextAsync(key, sound);
        (await _store.DumpAsync()).Should().Equal(values);
        (await _store.RotateKeysAsync()).Should().Be(3);
        (await StatesAsync()).Should().Equal(KeyState.Destroyed, KeyState.Destroyed, KeyState.Active);
    }

    [Fact]
    public async Task GetChanges_AcrossARotation_NamesWhatChangedOrAsksToLookAgain()
    {
        await FillAsync(3);
        var token = (await _store.Ability<IChangeTrackingStore>()!.GetChangesAsync(null)).Token;
        using var other = Open(_inner);
        await other.CommitAsync(new KeyValueBatch().Remove("0"));

        await RotateAsync(_inner, stoppedAt: 4);
        (await _store.Ability<IChangeTrackingStore>()!.GetChangesAsync(token)).Keys.Should().Contain("0");

        await other.RotateKeysAsync();
        (await _store.Ability<IChangeTrackingStore>()!.GetChangesAsync(token)).Keys.Should().BeNull("nobody can tell any more that '0' is gone");
    }

    [Fact]
    public async Task ServiceOnEncryptedRecords_RotatesAndChangesTheMasterKey_OfBoth()
    {
        await using var setup = new Setup(store: _store, keys: TestProviders.Fixed());
        await setup.Service.StorePeerAsync(setup.Friend("a") with { SharedSecret = "s3cret" });

        (await setup.Service.RotateKeysAsync()).Should().Be(1);
        await setup.Service.ChangeMasterKeyAsync(TestProviders.Fixed(2));

        (await StatesAsync()).Should().Equal(KeyState.Destroyed, KeyState.Destroyed, KeyState.Active);
        using var later = EncryptedKeyValueStore.Create(_inner, TestProviders.Fixed(2));
        await using var restarted = new Setup(store: later, keys: TestProviders.Fixed(2));
        (await restarted.Service.GetPeerAsync("a"))!.SharedSecret.Should().Be("s3cret");
    }

    private static EncryptedKeyValueStore Open(IKeyValueStore inner) => EncryptedKeyValueStore.Create(inner, TestProviders.Fixed());

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

    /// <summary>Another process rotates, and is stopped at one of its calls.</summary>
    private static async Task RotateAsync(InMemoryKeyValueStore inner, int stoppedAt)
    {
        using var store = Open(new DisturbedStore(inner, stoppedAt, () => throw new IOException("Stopped.")));
        await IsStoppedAsync(() => store.RotateKeysAsync());
    }

    private async Task<SortedDictionary<string, string>> FillAsync(int records, EncryptedKeyValueStore? store = null)
    {
        var batch = new KeyValueBatch();
        foreach (var i in Enumerable.Range(0, records))
            batch.Set(i.ToString(CultureInfo.InvariantCulture), System.Text.Encoding.UTF8.GetBytes($"value {i}"));
        await (store ?? _store).CommitAsync(batch);
        return await (store ?? _store).DumpAsync();
    }

    private async Task<IEnumerable<KeyState>> StatesAsync(IKeyValueStore? inner = null) =>
        KeyRingFormat.Read(((await (inner ?? _inner).GetAsync("encrypted:keys"))!.Value).Span).Keys.OrderBy(key => key.Id).Select(key => key.State);
}
