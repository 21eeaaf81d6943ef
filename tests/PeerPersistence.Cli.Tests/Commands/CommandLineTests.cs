namespace PeerPersistence.Cli.Tests.Commands;

/// <summary>What people type, and what they are told.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData("--sort takes LastSeen, LastConnected or Quality (was 'name').", "list", "--sort", "name")]
    [InlineData("--sort takes LastSeen, LastConnected or Quality (was '1').", "list", "--sort", "1")]
    [InlineData("--on-conflict takes KeepNewest, KeepExisting or Replace (was 'x').", "import", "a.json", "--on-conflict", "x")]
    [InlineData("--limit takes a whole number of at least 0 (was 'all').", "list", "--limit", "all")]
    [InlineData("--min-quality takes a whole number from 0 to 100 (was '1.5').", "candidates", "--min-quality", "1.5")]
    [InlineData("--count takes a whole number of at least 1 (was '99999999999').", "watch", "--count", "99999999999")]
    [InlineData("--limit takes a whole number of at least 0 (was '-1').", "candidates", "--limit", "-1")]
    [InlineData("--min-quality takes a whole number from 0 to 100 (was '900').", "list", "--min-quality", "900")]
    [InlineData("--max-peers takes a whole number of at least 1 (was '0').", "cleanup", "--max-peers", "0")]
    [InlineData("--failed-attempts takes a whole number of at least 1 (was '0').", "cleanup", "--failed-attempts", "0")]
    [InlineData("'lst' is no command. Did you mean 'list'?", "lst")]
    [InlineData("'rmeove' is no command. Did you mean 'remove'?", "rmeove", "bob")]
    [InlineData("'rotatekeys' is no command. Did you mean 'rotate-keys'?", "rotatekeys", "--store", "file:x")]
    [InlineData("'frobnicate' is no command.", "frobnicate")]
    [InlineData("'--sotr' is no option. Did you mean '--sort'?", "list", "--sotr", "Quality")]
    [InlineData("'--key-fiel' is no option. Did you mean '--key-file'?", "list", "peers.db", "--key-fiel", "x")]
    [InlineData("'--show-secret' is no option. Did you mean '--show-secrets'?", "show", "alice", "--show-secret")]
    public async Task Mistake_IsNamedWithWhatIsTaken(string message, params string[] arguments)
    {
        var outcome = (await _scene.RunAsync(arguments)).Should(ExitCode.Usage);

        outcome.Errors.ReplaceLineEndings("\n").Should().Contain($"peers: {message}\n").And.NotContainAny("System.", "PeerPersistence.", "\ufffd");
        outcome.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(2, "the other line names --help");
    }

    [Fact]
    public async Task OutputFile_InAFolderThatIsNotThere_IsNamedAsItWasGiven()
    {
        await _scene.FillAsync(_scene.FileStore);
        var page = Path.Combine(_scene.In("nowhere"), "page.html");

        (await _scene.RunAsync("report", "--store", _scene.FileStore, "--out", page)).Should(ExitCode.File)
            .Errors.Should().Contain($"'{page}' cannot be written").And.NotContain(".tmp");
    }

    [Theory]
    [InlineData("lst", "list", 1)]
    [InlineData("lsit", "list", 1)]
    [InlineData("show", "shout", 2)]
    [InlineData("", "pin", 3)]
    public void EditDistance_OfTwoWords_CountsSlips(string one, string other, int slips) => EditDistance.Between(one, other).Should().Be(slips);

    [Fact]
    public async Task Sort_InSmallLetters_IsTaken()
    {
        await _scene.FillAsync(_scene.FileStore);

        (await _scene.RunAsync("list", "--store", _scene.FileStore, "--sort", "quality")).Should(ExitCode.Done);
    }

    [Theory]
    [InlineData("peers.db", "file:")]
    [InlineData("peers.sqlite", "sqlite:")]
    [InlineData("peers.SQLite3", "sqlite:")]
    [InlineData("C:\\peers.db", "file:")]
    [InlineData("./a:b.db", "file:")]
    [InlineData("sqlite:peers.db", "sqlite:")]
    public void Path_ThatIsNotThere_IsNamedLikeItsKind(string path, string scheme) => StoreSchemes.Parse(path).ToString().Should().StartWith(scheme);

    [Fact]
    public async Task Path_OfAnyStore_IsWhatIsInTheFile()
    {
        await _scene.FillAsync("file:" + _scene.In("one.sqlite"));
        await _scene.FillAsync("sqlite:" + _scene.In("two.db"));

        foreach (var path in new[] { _scene.In("one.sqlite"), _scene.In("two.db") })
        {
            (await _scene.RunAsync("list", path)).Should(ExitCode.Done).Output.Should().Contain("3 peers");
            (await _scene.RunAsync("show", "alice", path, "--json")).Should(ExitCode.Done);
            (await _scene.RunAsync("verify", "--store", path)).Should(ExitCode.Done);
        }

        (await _scene.RunAsync("migrate", _scene.In("one.sqlite"), "--to", _scene.In("copy.db"))).Should(ExitCode.Done);
        (await _scene.RunAsync("list", _scene.In("two.db"), "--store", _scene.FileStore)).Should(ExitCode.Usage).Errors.Should().Contain("Only one store");
        (await _scene.RunAsync("list", _scene.In("two.db"), "--app", "x")).Should(ExitCode.Usage);
        (await _scene.RunAsync("list", _scene.In("three.db"))).Should(ExitCode.Store).Errors.Should().Contain("There is no store at file:");
        (await _scene.RunAsync("list", _scene.In("."))).Should(ExitCode.Store).Errors.Should().Contain("it is a folder");
    }

    [Fact]
    public async Task PeerId_ThatLooksLikeAnOption_GoesAfterTwoDashes()
    {
        await _scene.FillAsync(_scene.FileStore);

        (await _scene.RunAsync("show", "-bob", "--store", _scene.FileStore)).Should(ExitCode.Problem).Errors.Should().Contain("There is no peer '-bob'");
        (await _scene.RunAsync("show", "--store", _scene.FileStore, "--", "--bob")).Should(ExitCode.Problem).Errors.Should().Contain("There is no peer '--bob'");
    }
}
