using System.Text;

namespace PeerPersistence.Tests.FinePrint;

public sealed class OwnershipTests
{
    [Theory, OnEveryStore]
    public async Task Store_AfterItsServiceIsDisposed_WorksAndIsServedAgain(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        for (var round = 0; round < 3; round++)
        {
            var service = scene.Another();
            await service.StorePeerAsync(scene.Friend($"peer-{round}") with { SharedSecret = "s" });
            await service.DisposeAsync();
            ((IDisposable)service).Dispose();
            (await scene.Store.GetAsync($"mesh:peer:peer-{round}")).Should().NotBeNull();
        }

        (await scene.Service.QueryPeersAsync()).Select(peer => peer.SharedSecret).Should().Equal("s", "s", "s");
    }

    [Theory, OnEveryStore]
    public async Task Batch_WhatWasGivenChangesLater_HoldsWhatWasGiven(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        var (value, expected) = ("value"u8.ToArray(), "value"u8.ToArray());
        var batch = new KeyValueBatch().Set("k", value);
        value.AsSpan().Clear();
        await scene.Store.CommitAsync(batch);
        var read = (await scene.Store.GetAsync("k"))!.Value;
        var checking = new KeyValueBatch().Expect("k", expected).Expect("absent", null).Set("k", "other"u8.ToArray()).Remove("l");
        expected.AsSpan().Clear();

        (await scene.Store.CommitAsync(checking)).Should().BeTrue();
        (await scene.Store.CommitAsync(checking)).Should().BeFalse();

        Encoding.UTF8.GetString(read.Span).Should().Be("value", "bytes that were returned never change");
        (await scene.Store.TextAsync("k")).Should().Be("other");
        (await scene.Store.CommitAsync(new KeyValueBatch())).Should().BeTrue("nothing is expected, nothing is written");
    }

    [Theory, OnEveryStore]
    public async Task Stats_AfterEveryCall_CountCharactersUnderThePrefix(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Store.SetTextAsync("mesh:theApp", "🔑 ä");
        await scene.Store.SetTextAsync("elsewhere", new string('x', 1000));
        foreach (var call in EveryCall.Names.Except(["clear"]).Append("clear"))
        {
            await scene.Service.StorePeerAsync(scene.Friend("a") with { DisplayName = "ÄÖ-密-🔑", SharedSecret = "s" });

            await EveryCall.RunAsync(call, scene.Service);

            var dump = (await scene.DumpAsync()).Where(item => item.Key.StartsWith("mesh:", StringComparison.Ordinal)).ToList();
            var stats = await scene.Service.GetStorageStatsAsync();
            stats.EstimatedSizeBytes.Should().Be(2 * dump.Sum(item => item.Key.Length + item.Value.Length), "after {0}", call);
            stats.PeerCount.Should().Be(dump.Count(item => item.Key.StartsWith("mesh:peer:", StringComparison.Ordinal)), "after {0}", call);
            stats.EstimatedSizeMB.Should().Be(stats.EstimatedSizeBytes / 1048576.0);
        }
    }

    [Theory, OnEveryStore]
    public async Task Stats_LastCleanup_IsTheFirstOpeningUntilOneRan(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        scene.Clock.Advance(TimeSpan.FromHours(1));
        await scene.Service.InitializeAsync();
        var opened = scene.Now;
        scene.Clock.Advance(TimeSpan.FromHours(5));
        await scene.RestartAsync();
        (await scene.Service.GetStorageStatsAsync()).LastCleanup.Should().Be(opened);
        await scene.Service.CleanupLruAsync(100);
        scene.Clock.Advance(TimeSpan.FromHours(20));
        (await scene.Service.NeedsCleanupAsync()).Should().BeTrue();

        await scene.Service.CleanupStalePeersAsync();
        await scene.RestartAsync();

        (await scene.Service.GetStorageStatsAsync()).LastCleanup.Should().Be(scene.Now);
        (await scene.Service.NeedsCleanupAsync()).Should().BeFalse();
    }

    [Theory, OnEveryStore]
    public async Task Answers_HandedOut_AreNotTheServices(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeersAsync([scene.Friend("a"), scene.Friend("b")]);
        foreach (var answer in new object[] { await scene.Service.GetAllPeerIdsAsync(), await scene.Service.QueryPeersAsync() })
        {
            try
            {
                ((System.Collections.IList)answer)[0] = null;
                ((System.Collections.IList)answer).Clear();
            }
            catch (NotSupportedException)
            {
            }
        }

        (await scene.Service.GetAllPeerIdsAsync()).Should().Equal("a", "b");
        (await scene.Service.QueryPeersAsync()).Should().HaveCount(2).And.NotContainNulls();
    }
}
