using System.CommandLine;

namespace PeerPersistence.Cli;

/// <summary>Where a command puts what it makes: a new file, or standard output.</summary>
/// <param name="description">What it makes.</param>
/// <param name="otherwise">The file where none is named; <c>null</c>: one has to be.</param>
internal sealed class OutputOptions(string description, string? otherwise = null)
{
    private const string StandardOutput = "-";

    private readonly Option<string> _file = otherwise is null
        ? new("--out") { Description = description, HelpName = "path", Required = true }
        : new("--out") { Description = description, HelpName = "path", DefaultValueFactory = _ => otherwise };

    private readonly Option<bool> _force = new("--force") { Description = "Replaces a file that is there." };

    public void AddTo(Command command)
    {
        command.Add(_file);
        command.Add(_force);
    }

    /// <summary>The file; <c>null</c>: standard output. Asked for first, so that nobody waits or types in vain.</summary>
    /// <exception cref="ToolException">It is there already and was not to be replaced.</exception>
    public string? Read(ParseResult parsed)
    {
        var path = parsed.GetRequiredValue(_file);
        if (path == StandardOutput)
            return null;
        return parsed.GetValue(_force) || !File.Exists(path)
            ? path
            : throw ToolException.File($"'{path}' is there already. To replace it: --force.");
    }

    /// <param name="run">The run of the command.</param>
    /// <param name="path">What <see cref="Read"/> gave.</param>
    /// <param name="text">What was made.</param>
    /// <param name="cancellationToken">Leaves no file.</param>
    public async Task WriteAsync(Invocation run, string? path, string text, CancellationToken cancellationToken)
    {
        if (path is null)
            run.Print(output => output.WriteLine(text));
        else
            await Files.WriteAsync(path, text, run.Get(_force), cancellationToken).ConfigureAwait(false);
    }
}
