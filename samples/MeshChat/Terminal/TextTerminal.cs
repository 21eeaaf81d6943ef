using Spectre.Console;

namespace MeshChat;

/// <summary>A person's terminal.</summary>
internal sealed class TextTerminal : ITerminal, IDisposable
{
    private readonly LineEditor _editor = new("› ");

    public void Show(ChatEvent chatEvent)
    {
        // Of tries in vain /candidates tells; that we hung up ourselves is no news.
        if (chatEvent is not (TryFailed or Unlinked { Departure: Departure.Local }))
            Quietly(() => _editor.Above(() => AnsiConsole.Write(EventText.Of(chatEvent))));
    }

    public Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        string? line = null;
        return Task.Run(
            () =>
            {
                Quietly(() => line = Console.IsInputRedirected ? Console.In.ReadLine() : _editor.ReadLine());
                return line;
            },
            CancellationToken.None).WaitAsync(cancellationToken);
    }

    public void Dispose() => Quietly(_editor.Dispose);

    /// <summary>When the window is closed nothing can be written any more; the chat still says goodbye to its friends.</summary>
    private static void Quietly(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // The signal that came with it ends the program.
        }
    }
}
