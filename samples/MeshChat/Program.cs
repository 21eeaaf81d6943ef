using System.Net.Sockets;
using System.Security.Cryptography;
using MeshChat;
using Microsoft.Extensions.DependencyInjection;

Screen.Prepare();
using var stop = new StopSignal();
try
{
    switch (args)
    {
        case [] or ["help" or "--help" or "-h"]:
            Console.WriteLine(ChatOptions.Usage);
            return 0;
        case ["demo"]:
            return await DemoProgram.RunAsync(stop.Token);
        default:
            var options = ChatOptions.Parse(args);
            await using (var services = new ServiceCollection().AddChat(options, new ChatFolder(options.Folder)).BuildServiceProvider())
                await services.GetRequiredService<ChatApp>().RunAsync(stop.Token);
            return 0;
    }
}
catch (Exception e) when (Explain(e) is { } explanation)
{
    await Console.Error.WriteLineAsync(explanation);
    return 1;
}

// What a user can do something about; anything else is our own mistake and shows where it happened.
static string? Explain(Exception exception) => exception switch
{
    StoreLockedException => "This peer is running already, in another terminal.",
    FormatException or PeerPersistenceException or IOException or UnauthorizedAccessException => exception.Message,
    SocketException => $"Cannot listen there: {exception.Message}",
    CryptographicException => $"The identity file cannot be read: {exception.Message}",
    _ => null,
};
