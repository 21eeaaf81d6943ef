namespace MeshChat;

internal sealed class InviteCommand(Joining joining) : ICommand
{
    public string Name => "invite";

    public string Argument => "";

    public string Help => "make an invitation for a friend";

    public Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        joining.Invite();
        return Task.CompletedTask;
    }
}
