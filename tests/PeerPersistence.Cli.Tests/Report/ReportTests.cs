using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using PeerPersistence.Cli.Tests.Processes;

namespace PeerPersistence.Cli.Tests.Report;

public sealed partial class ReportTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Report_HostileNames_AreTextOnly()
    {
        await _scene.FillAsync(_scene.FileStore);

        (await _scene.RunAsync("report", "--store", _scene.FileStore, "--out", _scene.In("r.html"))).Should(ExitCode.Done);
        var page = await File.ReadAllTextAsync(_scene.In("r.html"));

        page.Should().Contain("&lt;script&gt;").And.NotContainAny("\u202e", "\u001b");
        page.Split("<script").Should().HaveCount(2, "there is the page's own");
    }

    [Fact]
    public async Task Report_NamesThatAreBlankTooLongOrStacked_FitIntoTheirLine()
    {
        await using (var store = await FileKeyValueStore.OpenAsync(_scene.In("peers.db")))
        await using (var service = await _scene.ServiceAsync(store))
        {
            await service.StorePeerAsync(PeerData.Create("blank", _scene.Time.GetUtcNow()) with { DisplayName = " \n" });
            await service.StorePeerAsync(PeerData.Create("long", _scene.Time.GetUtcNow()) with { DisplayName = new('W', 1000) });
            await service.StorePeerAsync(PeerData.Create("stacked", _scene.Time.GetUtcNow()) with { DisplayName = "Z" + new string('\u0335', 500) });
        }

        var page = (await _scene.RunAsync("report", "--store", _scene.FileStore, "--out", "-")).Should(ExitCode.Done).Output;

        page.Should().ContainAll(">blank</th>", "W… (long)</th>", "(stacked)</th>").And.NotContainAny(new string('W', 41), new string('\u0335', 5));
    }

    [Fact]
    public async Task Report_OfAPeerMetToday_TellsTheHours()
    {
        await using (var store = await FileKeyValueStore.OpenAsync(_scene.In("peers.db")))
        await using (var service = await _scene.ServiceAsync(store))
            await service.StorePeerAsync(PeerData.Create("alice", _scene.Time.GetUtcNow()));

        var page = (await _scene.RunAsync("report", "--store", _scene.FileStore, "--out", "-")).Should(ExitCode.Done).Output;

        page.Should().ContainAll("unknown, 1 peer<", "100 % of 1 try<");
        Hours().Matches(page).Select(match => match.Value).Should().OnlyHaveUniqueItems().And.HaveCount(3, "the axis has three labels");
    }

    [Fact]
    public async Task Report_WithoutAName_IsAFileHereThatIsNotReplaced()
    {
        await _scene.FillAsync(_scene.FileStore);
        string[] report = ["report", "--store", _scene.FileStore];

        var first = await ToolProcess.RunInAsync(_scene.Folder, report);
        var second = await ToolProcess.RunInAsync(_scene.Folder, report);

        first.Should(ExitCode.Done).Output.Should().Contain("3 peers in").And.Contain("peers-report.html");
        (await File.ReadAllTextAsync(_scene.In("peers-report.html"))).Should().StartWith("<!DOCTYPE html>");
        second.Should(ExitCode.File).Errors.Should().Contain("--force");
    }

    [Fact]
    public async Task Report_ToStandardOutput_IsThePageAlone()
    {
        await _scene.FillAsync(_scene.FileStore);

        (await _scene.RunAsync("report", "--store", _scene.FileStore, "--out", "-")).Should(ExitCode.Done).Output.Should().StartWith("<!DOCTYPE html>").And.EndWith("</html>" + Environment.NewLine);
    }

    [Fact]
    public async Task Report_RefersToNothingOutside()
    {
        await Habits.FillAsync(_scene);

        (await _scene.RunAsync("report", "--store", _scene.FileStore, "--out", _scene.In("r.html"), "--json")).Should(ExitCode.Done);
        var page = await File.ReadAllTextAsync(_scene.In("r.html"));

        References().Matches(page).Should().BeEmpty();
        page.Should().Contain("default-src 'none'");
        var script = page.Split("<script>").Should().HaveCount(2).And.Subject.Last().Split("</script>")[0];
        page.Should().Contain($"script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'\"", "no other script may run");
        Ids().Matches(page).Select(match => match.Value).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Report_OfAFewPeers_HasNoCardWithoutContent()
    {
        await using (var store = await FileKeyValueStore.OpenAsync(_scene.In("peers.db")))
        await using (var service = await _scene.ServiceAsync(store))
            await service.StorePeerAsync(PeerData.Create("alice", _scene.Time.GetUtcNow()) with { LastConnected = null, ConnectionQuality = new() });

        var page = (await _scene.RunAsync("report", "--store", _scene.FileStore, "--out", "-")).Should(ExitCode.Done).Output;

        foreach (var card in page.Split("<section").Skip(1).Select(card => card.Split("</section>")[0]))
            (card.Contains("<svg") || card.Contains("<td>") || card.Contains("Nothing: all can be read.")).Should().BeTrue(card);
        page.Should().NotContainAny("id=\"presence\"", "id=\"success\"", "id=\"foretold\"", "id=\"at-risk\"").And.Contain(">peer</dt>");
        page.Should().ContainAll("all can be read", ">peers</text>", ">points, from</text>", ">seen within the last</text>", ">in UTC</text>");
    }

    [Fact]
    public async Task Report_OfManyPeers_ListsThemAllWithTheirTimes()
    {
        await _scene.FillAsync(_scene.FileStore);
        await using (var store = await FileKeyValueStore.OpenAsync(_scene.In("peers.db")))
        await using (var service = await _scene.ServiceAsync(store, options: new() { MaxPeers = 300 }))
            await service.StorePeersAsync(Enumerable.Range(0, 200).Select(i => PeerData.Create($"peer-{i}", _scene.Time.GetUtcNow().AddDays(-i))));

        var page = (await _scene.RunAsync("report", "--store", _scene.FileStore, "--out", "-")).Should(ExitCode.Done).Output;

        var list = page.Split("id=\"peers\"")[1];
        list.Split("<tr><th scope=\"row\">").Should().HaveCount(204);
        list.Should().Contain("<time datetime=\"2026-01-11T12:00:00Z\">11 Jan 2026, 12:00</time>").And.Contain("203 peers").And.Contain("pinned");
        page.Should().Contain("as of <time datetime=\"2026-01-14T12:00:00Z\">14 Jan 2026, 12:00</time><span data-named=\"12:00 UTC\"> UTC</span>");
        page.Should().Contain("a stranger, not seen for 40 d").And.Contain("by then");
    }

    [Fact]
    public async Task Report_OfADamagedStore_SaysWhatIsMissing()
    {
        await _scene.FillAsync(_scene.FileStore);
        await using (var store = await FileKeyValueStore.OpenAsync(_scene.In("peers.db")))
            await store.CommitAsync(new KeyValueBatch().Set("mesh:peer:bob", "{"u8.ToArray()));
        await File.AppendAllTextAsync(_scene.In("peers.db"), "torn");
        (await _scene.RunAsync("repair", "--store", _scene.FileStore)).Should(ExitCode.Problem);

        var page = (await _scene.RunAsync("report", "--store", _scene.FileStore, "--out", "-")).Should(ExitCode.Done).Output;

        page.Split("id=\"condition\"")[1].Should().Contain("The record of &#39;bob&#39; cannot be read.").And.Contain("were set aside in peers.db.damaged-1");
    }

    [Fact]
    public void Success_OfDays_CountsWhoWasConnectedAndWhoWasReached()
    {
        var now = new DateTimeOffset(2026, 1, 14, 12, 0, 0, TimeSpan.Zero);
        var today = (ushort)(now.ToUnixTimeSeconds() / 86400);
        var export = string.Create(CultureInfo.InvariantCulture, $$$"""
            {"peers":[{"evidence":{"own":[5,2,{{{today}}},3],"met":[2,{{{today}}},3]}},{"evidence":{"own":[0,0,0,0],"met":[2,{{{today - 1}}},5]}},{}]}
            """);

        var days = DayOfSuccess.Of(export, now);

        days.Should().HaveCount(32);
        days.TakeLast(4).Select(day => (day.Connected, day.Reached)).Should().Equal((1, 0), (0, 0), (2, 1), (1, 1));
        days[^1].Day.Should().Be(new DateTimeOffset(2026, 1, 14, 0, 0, 0, TimeSpan.Zero));
        DayOfSuccess.Of("""{"peers":[{}]}""", now).Should().BeEmpty();
    }

    [Fact]
    public void Report_EmptyStore_SaysThatNothingIsKnown()
    {
        var page = ReportPage.ToHtml(new()
        {
            Store = "file:<b>",
            Now = _scene.Time.GetUtcNow(),
            Totals = Totals.Of([], new(), _scene.Time.GetUtcNow()),
            Quality = QualityHistogram.Of([]),
            Presence = PresenceHours.Of([]),
            Growth = GrowthPoint.Of([], _scene.Time.GetUtcNow()),
            LastSeen = Recency.Of([], _scene.Time.GetUtcNow()),
            Reach = Reach.Of([], PresenceMemory.Of("""{"peers":[]}""")),
            Foretold = Foretold.Of("""{"peers":[]}"""),
            Size = [],
            Secrets = new Dictionary<SecretStatus, int>(),
            Keys = [],
            Candidates = [],
            Success = [],
            Peers = [],
            AtRisk = [],
            Findings = [],
            SetAside = [],
        });

        page.Should().Contain("file:&lt;b&gt;").And.Contain("Nothing is known yet").And.NotContain("<svg").And.NotContain("NaN");
        page.Split("<section").Should().HaveCount(2, "of an empty store there is only to say that nothing is damaged").And.Subject.Last().Should().Contain("Nothing: all can be read.");
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(4, 5)]
    [InlineData(7, 5)]
    [InlineData(100, 3)]
    [InlineData(137, 4)]
    [InlineData(500_000, 4)]
    [InlineData(int.MaxValue, 12)]
    public void Ticks_UpToAnyCount_FewRoundAndHighEnough(int most, int atMost)
    {
        var ticks = Ticks.UpTo(Math.Min(most, 2_000_000_000));

        ticks[0].Should().Be(0);
        ticks[^1].Should().BeGreaterThanOrEqualTo(Math.Min(most, 2_000_000_000));
        ticks.Count.Should().BeInRange(2, Math.Max(atMost, 6));
    }

    [Fact]
    public async Task Presence_OfPeopleWithHabits_ShowsThem()
    {
        await Habits.FillAsync(_scene);
        var export = await _scene.RunAsync("export", "--store", _scene.FileStore, "--out", "-", "--presence");

        var hours = PresenceHours.Of(PresenceMemory.Of(export.Output).Values);

        hours.Shares.Should().HaveCount(24);
        hours.Shares[10]!.Value.Should().BeGreaterThan(0.6, "everybody is there at eight in the evening of a working day");
        hours.Shares[1]!.Value.Should().BeLessThan(0.2, "nobody is there at three in the night");
    }

    [Fact]
    public void Figures_OfPeers_CountThemAll()
    {
        var now = _scene.Time.GetUtcNow();
        PeerData[] peers =
        [
            PeerData.Create("a", now) with { ConnectionQuality = new() { Latency = TimeSpan.FromMilliseconds(20), SuccessRate = 1, ConnectionType = ConnectionType.Host, AverageUptime = TimeSpan.FromHours(1), TotalConnections = 3, SuccessfulConnections = 9 } },
            PeerData.Create("b", now.AddDays(-40)) with { ConnectionQuality = new() { SuccessRate = 0, TotalConnections = 5, SuccessfulConnections = 1 } },
            PeerData.Create("c", now.AddMinutes(5)),
        ];

        QualityHistogram.Of(peers).Should().Equal(1, 0, 0, 1, 0, 0, 0, 0, 0, 1);
        Recency.Of(peers, now).Select(recency => recency.Peers).Should().Equal(2, 0, 0, 0, 1, 0);
        Reach.Of(peers, PresenceMemory.Of("""{"peers":[]}""")).Should().Equal(new Reach(ConnectionType.Unknown, 2, 6, 2), new Reach(ConnectionType.Host, 1, 3, 3));
        GrowthPoint.Of(peers, now)[0].Should().Be(new GrowthPoint(now.AddDays(-40), 1));
        GrowthPoint.Of(peers, now)[^1].Should().Be(new GrowthPoint(now, 2));
    }

    [GeneratedRegex("""(src|href|action|srcset|data|poster)\s*=|url\(|@import|<(script\s|link|img|iframe|object|embed|form)|https?:""", RegexOptions.IgnoreCase)]
    private static partial Regex References();

    [GeneratedRegex("""class="label"[^>]*>\d+ \w+, \d\d:\d\d<""")]
    private static partial Regex Hours();

    [GeneratedRegex("""\sid="[^"]*"(?=.*>)""")]
    private static partial Regex Ids();
}
