using System.Globalization;
using System.Text.Json;

namespace PeerPersistence.Tests.FinePrint;

/// <summary>Whatever a peer, its user or its application is called, and wherever the program runs.</summary>
public sealed class AwkwardTextTests
{
    private static readonly string[] Ids =
    [
        "\"quoted\" 'id'", "back\\slash", "../../etc/passwd", "a/b?c#d%20", "peer:peers:index", "s:index", "index:1", "__proto__", " ", "id ",
        "🔑👩‍👩‍👧", "é", "e\u0301", "I", "i", "ı", "İ", "\u2028", "\ufeff", "<script>", new string('x', 256), new string('\u6f22', 256), string.Concat(Enumerable.Repeat("🔑", 128)),
    ];

    [Theory, OnEveryStore]
    public async Task AwkwardIds_EveryVerb_KeepsThemApart(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        foreach (var id in Ids)
            await scene.Service.StorePeerAsync(scene.Friend(id) with { SharedSecret = "secret of " + id });
        await scene.RestartAsync();

        (await scene.Service.GetAllPeerIdsAsync()).Should().Equal(Ids);
        (await scene.Service.QueryPeersAsync()).Select(peer => peer.PeerId).Should().Equal(Ids.Order(StringComparer.Ordinal));
        foreach (var id in Ids)
        {
            (await scene.Service.RecordConnectedAsync(id)).Should().BeTrue();
            var peer = await scene.GetAsync(id);
            (peer.PeerId, peer.UserId, peer.SharedSecret, peer.ConnectionQuality.TotalConnections).Should().Be((id, id, "secret of " + id, 2));
        }

        await scene.Service.ObserveMeshAsync(Ids);
        PeerExport.Parse((await scene.Service.ExportDataAsync()).ToJson()).Peers.Select(peer => peer.PeerId).Should().Equal(Ids);
        List<string> paged = [];
        string? token = null;
        do
        {
            var page = await scene.Service.QueryPageAsync(new() { Limit = 2 }, token);
            paged.AddRange(page.Peers.Select(peer => peer.PeerId));
            token = page.ContinuationToken;
        }
        while (token is not null);
        paged.Should().Equal(Ids.Order(StringComparer.Ordinal));
        foreach (var id in Ids)
            (await scene.Service.RemovePeerAsync(id)).Should().BeTrue();
        (await scene.Service.GetStorageStatsAsync()).PeerCount.Should().Be(0);
    }

    [Theory, OnEveryStore]
    public async Task EveryCulture_WritesTheSameBytesAndAnswers(StoreKind kind)
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            List<string> answers = [];
            var known = CultureInfo.GetCultures(CultureTypes.AllCultures).Select(each => each.Name).ToHashSet();
            foreach (var name in new[] { "", "tr-TR", "de-DE", "ar-SA", "fa-IR", "th-TH" }.Where(known.Contains))
            {
                CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new(name);
                answers.Add(await AnswersAsync(kind));
            }

            answers.Distinct().Should().ContainSingle();
        }
        finally
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
        }
    }

    [Theory, OnEveryStore]
    public async Task Texts_Awkward_ComeBackAsTheyWere(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        foreach (var text in new[] { "", " ", "\u0000\u0001\u007f", "\r\n\t", "\"\\/", "</script>", "\u2028\u2029", "\ufeff\ufffe\uffff", "𝒳🏳️‍🌈", new string('\u6f22', 1024) })
        {
            var metadata = new Dictionary<string, JsonElement> { [text] = JsonSerializer.SerializeToElement(text) };
            await scene.Service.RemovePeerAsync("a");
            await scene.Service.StorePeerAsync(scene.Friend("a") with { UserId = text, DisplayName = text, PublicKey = text, LastKnownIP = text, SharedSecret = text, Metadata = metadata });

            var peer = await scene.GetAsync("a");
            new[] { peer.UserId, peer.DisplayName, peer.PublicKey, peer.LastKnownIP, peer.SharedSecret, peer.Metadata.Single().Key, peer.Metadata.Single().Value.GetString() }
                .Should().AllBe(text);
            peer.SecretStatus.Should().Be(SecretStatus.Available);
        }
    }

    [Theory, OnEveryStore]
    public async Task LoneSurrogatesInARecordOfABrowser_AreNoReasonToLoseOrRefuseIt(StoreKind kind)
    {
        // JavaScript cuts emoji in two and writes each half as an escape.
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Store.SetTextAsync("mesh:peer:a", "{\"peerId\":\"a\",\"lastSeen\":1,\"metadata\":{\"nick\":\"cut \\ud83d\"},\"app\":\"cut \\ud83d\"}");

        (await scene.Service.UpdateLastSeenAsync("a")).Should().BeTrue();

        (await scene.GetAsync("a")).LastSeen.Should().Be(scene.Now);
        (await scene.Store.TextAsync("mesh:peer:a")).Should().Contain("cut ");
        PeerExport.Parse((await scene.Service.ExportDataAsync()).ToJson()).Peers.Should().ContainSingle();
    }

    private static async Task<string> AnswersAsync(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind, options => options.MaxPeers = 300);
        var quality = new ConnectionQuality { SuccessRate = 0.75, Latency = TimeSpan.FromMilliseconds(12.5), TotalConnections = 4, SuccessfulConnections = 3 };
        await scene.Service.StorePeersAsync(Enumerable.Range(0, 150).Select(i => scene.Friend($"peer-I{i}") with { ConnectionQuality = quality, LastSeen = scene.Now.AddHours(-i) }));
        var page = await scene.Service.QueryPageAsync(new() { Limit = 1, MaxAge = TimeSpan.FromDays(1), SortBy = PeerSortBy.Quality });
        var next = await scene.Service.QueryPageAsync(new() { Limit = 1, MaxAge = TimeSpan.FromDays(1), SortBy = PeerSortBy.Quality }, page.ContinuationToken);
        var stats = await scene.Service.GetStorageStatsAsync();
        await scene.RestartAsync();
        return string.Join('\n', (await scene.DumpAsync()).Select(item => item.Key + item.Value))
            + page.ContinuationToken + next.Peers[0].PeerId + JsonSerializer.Serialize(stats with { LastCleanup = default })
            + (await scene.Service.ExportDataAsync()).ToJson() + (await scene.Service.GetAllPeerIdsAsync()).Count.ToString(CultureInfo.InvariantCulture);
    }
}
