using Spectre.Console;

namespace MeshChat;

/// <summary>A person's terminal.</summary>
internal sealed class TextTerminal : ITerminal
{
    private readonly LineEditor _editor = new("› ");

    public void Show(ChatEvent chatEvent)
    {
        if (chatEvent is not TryFailed)
            _editor.Above(() => AnsiConsole.Write(EventText.Of(chatEvent)));
    }

    public Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        Func<string?> read = Console.IsInputRedirected ? Console.In.ReadLine : _editor.ReadLine;
        return Task.Run(read, CancellationToken.None).WaitAsync(cancellationToken);
    }
}
