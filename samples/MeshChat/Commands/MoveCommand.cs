using System.Globalization;
using System.Net.Sockets;

namespace MeshChat;

internal sealed class MoveCommand(Listener listener, ITerminal terminal) : ICommand
{
    public string Name => "move";

    public string Argument => "[port]";

    public string Help => "listen at another port, as after a change of network";

    public async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        if (argument.Length > 0 && !ushort.TryParse(argument, CultureInfo.InvariantCulture, out _))
        {
            terminal.Show(new Problem("A port is a number from 0 to 65535; 0 is any that is free."));
            return;
        }

        try
        {
            await listener.MoveAsync(argument.Length == 0 ? 0 : ushort.Parse(argument, CultureInfo.InvariantCulture));
        }
        catch (SocketException)
        {
            terminal.Show(new Problem($"Port {argument} cannot be had."));
        }
    }
}
