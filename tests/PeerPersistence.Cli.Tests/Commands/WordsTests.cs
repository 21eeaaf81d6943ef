using System.Globalization;
using System.Text;

namespace PeerPersistence.Cli.Tests.Commands;

/// <summary>Names of every character there is, and counts as people say them.</summary>
public sealed class WordsTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    /// <summary>Every code point but the surrogates, 2,000 to a name, as a table prints them.</summary>
    [Fact]
    public void Names_OfEveryCharacter_ArePrinted()
    {
        var names = Enumerable.Range(0, 0x110000).Where(code => code is < 0xd800 or > 0xdfff).Chunk(2000)
            .Select(codes => string.Concat(codes.Select(char.ConvertFromUtf32))).ToList();
        names.Sum(name => name.EnumerateRunes().Count()).Should().Be(0x110000 - 0x800);

        var text = new StringWriter(CultureInfo.InvariantCulture);
        var screen = ToolConsole.For(text, isFile: true);
        foreach (var name in names)
            Spectre.Console.AnsiConsoleExtensions.MarkupLine(screen, PlainText.Markup(name));

        text.ToString().Where(character => char.IsControl(character) && character != '\n' && character != '\r').Should().BeEmpty();
    }

    [Fact]
    public async Task Commands_HostileNames_EndNone()
    {
        string[] names =
        [
            "\uffff", "\ufffe", "\ufdd0", "\U0001ffff", "\U0010ffff", "\ue000", "\u0378", "\u200b\u200d\u2060\ufeff", "\u202e\u2066\u2069", "\u0085\u2028\u2029", "\ud83d\udc68\u200d\ud83d\udc69",
            "[red]", "[/]", "[[", "a\u0301\u0302\u0303\u0304\u0305", "\u1160\u3164\uffa0", "\U000e0041",
        ];
        await using (var store = await FileKeyValueStore.OpenAsync(_scene.In("peers.db")))
        await using (var service = await _scene.ServiceAsync(store))
        {
            var now = _scene.Time.GetUtcNow();
            await service.StorePeersAsync(names.Select((name, i) => PeerData.Create($"peer-{i}", now) with { DisplayName = name }));
            await service.StorePeersAsync(names.Where(PeerId.IsValid).Select(name => PeerData.Create("id" + name, now.AddDays(-40)) with { UserId = name, DisplayName = name }));
            // What a program of another language wrote: halves of characters, which no text of ours can hold.
            await store.CommitAsync(new KeyValueBatch().Set("mesh:peer:half", "{\"peerId\":\"half\",\"displayName\":\"a\\ud800b\"}"u8.ToArray()));
        }

        string[][] commands =
        [
            ["list"], ["candidates", "--limit", "99"], ["verify"], ["stats"], ["report", "--out", "-"], ["cleanup", "--not-seen-for", "30d", "--dry-run"], ["export", "--out", "-"],
            .. names.Where(PeerId.IsValid).Select(name => (string[])["show", "id" + name]),
            .. names.Select((_, i) => (string[])["show", $"peer-{i}"]),
        ];
        foreach (var command in commands)
        {
            foreach (var json in new string[][] { [], ["--json"] })
            {
                var outcome = await _scene.RunAsync([.. command, "--store", _scene.FileStore, .. json]);
                outcome.ExitCode.Should().BeOneOf([ExitCode.Done, ExitCode.Problem], "{0} wrote {1}", command[0], outcome.Errors);
                if (command[0] != "export")
                    outcome.Output.Should().NotContainAny("\u202e", "\u2066", "\u200b", "\u2028", "\uffff", "\u0085");
            }
        }
    }

    [Fact]
    public async Task Counts_OfOneAndOfMore_AreSaidAsPeopleSayThem()
    {
        (await _scene.RunAsync("import", OriginalDump.Path, "--from-browser", "--store", _scene.FileStore, "--key-file", _scene.KeyFile)).Should(ExitCode.Done);
        var shown = new List<string>();
        foreach (var peer in (await _scene.RunAsync("list", "--store", _scene.FileStore, "--blacklisted", "--json")).Json.GetProperty("peers").EnumerateArray())
            shown.Add((await _scene.RunAsync("show", peer.GetProperty("peerId").GetString()!, "--store", _scene.FileStore)).Output);

        shown.Select(text => text.Split('\n').Single(line => line.StartsWith("connections", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Should().HaveCount(40).And.OnlyContain(words => int.Parse(words[1], CultureInfo.InvariantCulture) <= int.Parse(words[3], CultureInfo.InvariantCulture));
        (await _scene.RunAsync("stats", "--store", _scene.FileStore, "--key-file", _scene.KeyFile)).Output.Should().Contain("39 open, 1 peer without");
        PeerText.Counted(SecretStatus.Available, 1).Should().Be("1 opens");
        PeerText.Counted(SecretStatus.None, 2).Should().Be("2 peers without");
        Counted.Are(1, "key").Should().Be("1 key is");
        Counted.Are(1000, "key").Should().Be("1,000 keys are");
    }
}
