using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>All about one peer.</summary>
internal static class ShowCommand
{
    public static Command Create(Tool tool)
    {
        var id = new Argument<string>("peer") { Description = "The peer's id." };
        var shown = new ShowOptions();
        var command = new Command("show", "Shows one peer. Changes nothing.") { id };
        shown.AddTo(command);

        return tool.Runs(command, async (run, cancellationToken) =>
        {
            var peerId = run.Parsed.GetRequiredValue(id);
            var opened = await run.ReadAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = opened.ConfigureAwait(false);
            var peer = await run.FindAsync(
                peerId, () => opened.Service.GetPeerAsync(peerId, cancellationToken)).ConfigureAwait(false);
            if (peer is null)
                return ExitCode.Problem;

            var document = PeerJson.Of(peer, shown.Read(run.Parsed));
            run.Show(document, ToolJson.Default.PeerJson, screen => Write(screen, document, run.Now));
            return ExitCode.Done;
        });
    }

    private static void Write(IAnsiConsole screen, PeerJson peer, DateTimeOffset now)
    {
        var quality = peer.Quality;
        var grid = new Grid().AddColumns(2);
        Row("peer", peer.PeerId);
        Row("name", PeerText.NameOf(peer.DisplayName) is { Length: > 0 } given ? given : "none");
        Row("user", peer.UserId);
        Row("first seen", Ago.Exactly(peer.FirstSeen, now));
        Row("last seen", Ago.Exactly(peer.LastSeen, now));
        Row("last connected", Ago.Exactly(peer.LastConnected, now));
        Row("quality", string.Create(CultureInfo.InvariantCulture, $"{quality.Score} of 100"));
        Row(
            "latency",
            quality.LatencyMilliseconds is { } latency
                ? string.Create(CultureInfo.InvariantCulture, $"{latency:N0} ms, {quality.ConnectionType}")
                : "unknown");
        Row("connections", PeerText.Connections(quality));
        Row("uptime", "on average " + Ago.Span(TimeSpan.FromSeconds(quality.AverageUptimeSeconds)));
        Row("failed tries", peer.ReconnectionAttempts.ToString(CultureInfo.InvariantCulture));
        Row("blacklisted", peer.BlacklistUntil is null ? "no" : "until " + Ago.Exactly(peer.BlacklistUntil, now));
        Row("pinned", peer.IsPinned ? "yes" : "no");
        Row("secret", PeerText.InWords(peer.Secret));
        Row("public key", peer.PublicKey ?? "none");
        Row(
            "holds",
            $"{Counted.Of(peer.AddressCount, "address", "addresses")}, {Counted.Of(peer.IceServerCount, "ICE server")}, "
            + $"{Counted.Of(peer.MetadataCount, "metadata entry", "metadata entries")}");
        if (peer.SharedSecret is { } secret)
            Row("shared secret", secret);
        if (peer.LastKnownIP is { } address)
            Row("last known IP", address);
        foreach (var candidate in peer.Addresses ?? [])
            Row("address", candidate.Candidate);
        foreach (var server in peer.IceServers ?? [])
            Row("ICE server", string.Join(' ', [.. server.Urls, server.Username, server.Credential]));
        foreach (var (name, value) in peer.Metadata ?? new Dictionary<string, System.Text.Json.JsonElement>())
            Row(name, value.GetRawText());
        screen.Write(grid);

        void Row(string name, string value) => grid.AddRow($"[grey]{PlainText.Markup(name)}[/]", PlainText.Markup(value));
    }
}
