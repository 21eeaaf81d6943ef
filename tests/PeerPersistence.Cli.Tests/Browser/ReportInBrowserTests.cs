namespace PeerPersistence.Cli.Tests.Browser;

/// <summary>The report in a real browser.</summary>
public sealed class ReportInBrowserTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [ChromiumFact]
    public async Task Report_Opened_AllPlotsAreThereAndNothingIsFetched()
    {
        await Habits.FillAsync(_scene);
        (await _scene.RunAsync("report", "--store", _scene.FileStore, "--key-file", _scene.KeyFile, "--out", _scene.In("report.html"))).Should(ExitCode.Done);

        var (dom, fetched) = await Chromium.OpenAsync(_scene.In("report.html"), _scene.In("profile"));

        fetched.Should().BeEmpty();
        foreach (var plot in new[] { "quality", "presence", "growth", "last-seen", "success", "reach", "foretold", "size" })
            dom.Should().Contain($"<title id=\"{plot}-title\">").And.Contain($"<section class=\"card\" id=\"{plot}\">");
        dom.Should().ContainAll("id=\"secrets\"", "id=\"candidates\"", "Ana María de los Ángeles").And.NotContain("NaN");
        dom.Should().ContainAll("in your time (UTC+05:30), ", " UTC</span>", ">05:30</text>", "Mar 2026, ").And.NotContain("type=\"search\" placeholder=\"Name, id or word\" aria-label=\"Search the peers\" hidden");
        dom.Split("<g class=\"cell").Should().HaveCount(25, "the heat map has 24 cells");
    }

    [ChromiumFact]
    public async Task PageThatFetches_Opened_IsNoticed()
    {
        await File.WriteAllTextAsync(_scene.In("page.html"), "<img src='http://127.0.0.1:9/image.png'>");

        var (_, fetched) = await Chromium.OpenAsync(_scene.In("page.html"), _scene.In("profile"));

        fetched.Should().Equal("http://127.0.0.1:9/image.png");
    }
}
