using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>Where results, complaints and questions go: results to standard output, all else to standard error.</summary>
internal sealed class ToolConsole(TextWriter output, TextWriter errors, TextReader input, IAnsiConsole screen, IAnsiConsole talk)
{
    private const int WidthOfFiles = 160;

    public TextWriter Output => output;

    public TextWriter Errors => errors;

    public TextReader Input => input;

    /// <summary>Standard output for people.</summary>
    public IAnsiConsole Screen => screen;

    /// <summary>Standard error for people: questions and progress.</summary>
    public IAnsiConsole Talk => talk;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether somebody sits there who can be asked.</summary>
    public bool CanAsk { get; init; }

    public static ToolConsole System()
    {
        var output = StandardOutput.Open();
        return new(
            output, Console.Error, Console.In, For(output, Console.IsOutputRedirected), For(Console.Error, Console.IsErrorRedirected))
        {
            CanAsk = !Console.IsInputRedirected && !Console.IsErrorRedirected,
        };
    }

    public static IAnsiConsole For(TextWriter writer, bool isFile)
    {
        var console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isFile ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isFile ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isFile ? InteractionSupport.No : InteractionSupport.Yes,
        });
        if (isFile)
            console.Profile.Width = WidthOfFiles;
        return console;
    }

    public void Complain(string message) => errors.WriteLine("peers: " + PlainText.Of(message));
}
