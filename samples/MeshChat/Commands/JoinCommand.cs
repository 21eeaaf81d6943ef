namespace MeshChat;

internal sealed class JoinCommand(Joining joining) : ICommand
{
    public string Name => "join";

    public string Argument => "<code>";

    public string Help => "use a friend's invitation";

    public Task RunAsync(string argument, CancellationToken cancellationToken) => joining.JoinAsync(argument, cancellationToken);
}
