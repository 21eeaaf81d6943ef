using System.Text.Json;

namespace MeshChat;

/// <summary>The terminal of another program: the same commands, one a line; events as JSON, one a line.</summary>
internal sealed class ScriptTerminal : ITerminal
{
    public void Show(ChatEvent chatEvent)
    {
        var line = JsonSerializer.Serialize(chatEvent, EventJson.Default.ChatEvent);
        lock (this)
            Console.Out.WriteLine(line);
    }

    public Task<string?> ReadLineAsync(CancellationToken cancellationToken) =>
        Task.Run(Console.In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
}
