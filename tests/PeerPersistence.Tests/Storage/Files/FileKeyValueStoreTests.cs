using System.Globalization;
using static PeerPersistence.Tests.Storage.Files.StoreHelpers;

namespace PeerPersistence.Tests.Storage.Files;

public sealed class FileKeyValueStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task GetAsync_CommittedAndReopened_ReturnsTheBytes()
    {
        await using (var store = await OpenAsync())
        {
            await store.SetTextAsync("a", "1");
            await store.SetTextAsync("b", "");
            await store.SetTextAsync("a", "2");
            (await store.GetTextAsync("a")).Should().Be("2");
        }

        await using var reopened = await OpenAsync();
        (await reopened.AllAsync()).Should().Equal(new Dictionary<string, string> { ["a"] = "2", ["b"] = "" });
        (await reopened.GetAsync("c")).Should().BeNull();
        reopened.Recovery.Should().Be(new StoreRecoveryReport { FramesRead = 3 });
        reopened.Recovery.IsClean.Should().BeTrue();
    }

    [Fact]
    public async Task CommitAsync_OpenedAnew_GrowsLittleAheadAtFirst()
    {
        await using var store = await OpenAsync();
        await store.SetTextAsync("a", "1");
        new FileInfo(_folder.StorePath).Length.Should().BeInRange(16 * 1024, 17 * 1024);

        for (var i = 0; i < 200; i++)
            await store.SetTextAsync("a", new('x', 2048));

        new FileInfo(_folder.StorePath).Length.Should().BeInRange((200 * 2048) + (64 * 1024), (200 * 2048) + (300 * 1024), "who writes much gets more at once");
    }

    [Fact]
    public async Task CommitAsync_KeysTakeAllRoom_IsRefusedAndChangesNothing()
    {
        FileStoreOptions options = new() { MostKeyBytes = 1024 * 1024 };
        var count = 0;
        await using (var store = await FileKeyValueStore.OpenAsync(_folder.StorePath, options))
        {
            var refusal = await FluentActions.Awaiting(async () =>
            {
                for (; ; count++)
                    await store.SetTextAsync(Key(count), "first");
            }).Should().ThrowAsync<StoreFullException>();
            refusal.WithMessage("*at most 1048576 bytes*Nothing was committed*");
            count.Should().BeInRange(10, 16);
            var length = new FileInfo(_folder.StorePath).Length;
            await store.Awaiting(one => one.SetTextAsync(Key(count), "again")).Should().ThrowAsync<StoreFullException>();
            new FileInfo(_folder.StorePath).Length.Should().Be(length);

            for (var i = 0; i < count; i++)
                await store.SetTextAsync(Key(i), "second");
            for (var i = 0; i < count / 2; i++)
                await store.CommitAsync(new KeyValueBatch().Remove(Key(i)));
            await store.SetTextAsync(Key(count), "there is room");
        }

        await using var reopened = await FileKeyValueStore.OpenAsync(_folder.StorePath, options);
        (await reopened.AllAsync()).Should().HaveCount(count - (count / 2) + 1).And.ContainKey(Key(count));

        static string Key(int i) => $"{i:d2}{new string('k', 40_000)}";
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("ünïcödé \U0001F980")]
    [InlineData("half \uD83E")]
    [InlineData("\uDD80 other half")]
    public async Task GetAsync_AnyKey_IsFoundAfterReopening(string key)
    {
        await using (var store = await OpenAsync())
            await store.SetTextAsync(key, "value");
        await using var reopened = await OpenAsync();
        (await reopened.GetTextAsync(key)).Should().Be("value");
        (await reopened.AllAsync()).Keys.Should().Equal(key);
    }

    [Fact]
    public async Task CommitAsync_ExpectationDoesNotHold_WritesNothing()
    {
        await using var store = await OpenAsync();
        await store.SetTextAsync("a", "1");
        (await store.CommitAsync(new KeyValueBatch().Set("b", Bytes("x")).Expect("a", Bytes("2")))).Should().BeFalse();
        (await store.CommitAsync(new KeyValueBatch().Set("b", Bytes("x")).Expect("a", (byte[]?)null))).Should().BeFalse();
        (await store.CommitAsync(new KeyValueBatch().Expect("c", Bytes("")))).Should().BeFalse();
        (await store.GetAsync("b")).Should().BeNull();
        (await store.CommitAsync(new KeyValueBatch().Remove("a").Set("b", Bytes("y")).Expect("a", Bytes("1")))).Should().BeTrue();
        (await store.AllAsync()).Should().Equal(new Dictionary<string, string> { ["b"] = "y" });
    }

    [Fact]
    public async Task CommitAsync_PipelinedWithoutWaiting_HappensInOrder()
    {
        await using var store = await OpenAsync();
        var first = store.CommitAsync(new KeyValueBatch().Set("k", Bytes("1")));
        var second = store.CommitAsync(new KeyValueBatch().Set("k", Bytes("2")).Expect("k", Bytes("1")));
        var third = store.CommitAsync(new KeyValueBatch().Set("k", Bytes("3")));
        var fourth = store.CommitAsync(new KeyValueBatch().Set("k", Bytes("4")).Expect("k", Bytes("1")));
        new[] { await first, await second, await third, await fourth }.Should().Equal(true, true, true, false);
        (await store.GetTextAsync("k")).Should().Be("3");
    }

    [Fact]
    public async Task CommitAsync_ManyIncrementAtOnce_NoneIsLost()
    {
        await using (var store = await OpenAsync())
        {
            await store.SetTextAsync("n", "0");
            await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
            {
                for (var i = 0; i < 25; i++)
                {
                    string old;
                    do
                        old = (await store.GetTextAsync("n"))!;
                    while (!await store.CommitAsync(new KeyValueBatch().Set("n", Bytes($"{int.Parse(old, CultureInfo.InvariantCulture) + 1}")).Expect("n", Bytes(old))));
                }
            })));
        }

        await using var reopened = await OpenAsync();
        (await reopened.GetTextAsync("n")).Should().Be("400");
    }

    [Fact]
    public async Task ScanAsync_CommittedMeanwhile_ReturnsTheStateOfItsStart()
    {
        await using var store = await OpenAsync();
        foreach (var key in new[] { "p:b", "p:a", "q", "p:B" })
            await store.SetTextAsync(key, "old");
        var seen = new List<string>();
        await foreach (var (key, value) in store.ScanAsync("p:"))
        {
            await store.CommitAsync(new KeyValueBatch().Remove("p:a").Set("p:b", Bytes("new")).Set("p:z", Bytes("new")));
            await store.CompactAsync();
            seen.Add(key + System.Text.Encoding.UTF8.GetString(value.Span));
        }

        seen.Should().Equal("p:Bold", "p:aold", "p:bold");
    }

    [Fact]
    public async Task CommitAsync_CancelledBefore_LeavesNothing()
    {
        await using var store = await OpenAsync();
        var act = async () => await store.CommitAsync(new KeyValueBatch().Set("a", Bytes("1")), new CancellationToken(canceled: true));
        await act.Should().ThrowAsync<OperationCanceledException>();
        (await store.GetAsync("a")).Should().BeNull();
    }

    [Fact]
    public async Task GetChangesAsync_AfterCommits_NamesTheKeys()
    {
        await using var store = await OpenAsync();
        var before = await store.GetChangesAsync(null);
        await store.CommitAsync(new KeyValueBatch().Set("a", Bytes("1")).Remove("b"));
        var after = await store.GetChangesAsync(before.Token);
        after.Keys.Should().BeEquivalentTo("a", "b");
        (await store.GetChangesAsync(after.Token)).Keys.Should().BeEmpty();
    }

    [Fact]
    public async Task Dispose_TwiceAndWithCommitsInFlight_WritesWhatWasAccepted()
    {
        var store = await OpenAsync();
        var commits = Enumerable.Range(0, 50).Select(i => store.CommitAsync(new KeyValueBatch().Set($"{i}", Bytes("v"))).AsTask()).ToArray();
        await Task.WhenAll(store.DisposeAsync().AsTask(), Task.Run(store.Dispose));
        store.Dispose();
        (await Task.WhenAll(commits)).Should().AllBeEquivalentTo(true);

        await FluentActions.Awaiting(async () => await store.GetAsync("1")).Should().ThrowAsync<ObjectDisposedException>();
        await FluentActions.Awaiting(async () => await store.AllAsync()).Should().ThrowAsync<ObjectDisposedException>();
        await FluentActions.Awaiting(async () => await store.SetTextAsync("1", "")).Should().ThrowAsync<ObjectDisposedException>();
        await FluentActions.Awaiting(() => store.CompactAsync()).Should().ThrowAsync<ObjectDisposedException>();
        await using var reopened = await OpenAsync();
        (await reopened.AllAsync()).Should().HaveCount(50);
    }

    [Fact]
    public async Task ScanAsync_DisposedMeanwhile_EndsWell()
    {
        var store = await OpenAsync();
        await store.SetTextAsync("a", "1");
        await store.SetTextAsync("b", "2");
        var seen = 0;
        await foreach (var _ in store.ScanAsync(""))
        {
            await store.DisposeAsync();
            seen++;
        }

        seen.Should().Be(2);
    }

    [Fact]
    public async Task CommitAsync_ContinuationThatDisposes_DoesNotDeadlock()
    {
        var store = await OpenAsync();
        var commit = store.CommitAsync(new KeyValueBatch().Set("a", Bytes("1"))).AsTask();
        await commit.ContinueWith(_ => store.Dispose(), TaskContinuationOptions.ExecuteSynchronously);
        (await OpenAsync()).Dispose();
    }

    [Fact]
    public async Task CommitAsync_Buffered_IsThereAfterReopening()
    {
        await using (var store = await OpenAsync(new() { Durability = Durability.Buffered }))
            await store.SetTextAsync("a", "1");
        await using var reopened = await OpenAsync();
        (await reopened.GetTextAsync("a")).Should().Be("1");
    }

    private Task<FileKeyValueStore> OpenAsync(FileStoreOptions? options = null) => FileKeyValueStore.OpenAsync(_folder.StorePath, options);
}
