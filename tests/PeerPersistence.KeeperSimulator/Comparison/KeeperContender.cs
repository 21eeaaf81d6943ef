namespace PeerPersistence.KeeperSimulator;

/// <summary>The library's keeper, with its defaults but for the target.</summary>
internal sealed class KeeperContender : Contender
{
    private readonly Node _node;

    public KeeperContender(Network network, Machine machine)
        : base(network, machine)
    {
        _node = new(network, machine, new() { LocalPeerId = machine.Id, Target = Target });
        _node.KeepClosed();
    }

    public override long Dials => _node.Dials;

    public override long Worked => _node.Worked;

    public override Task MeetAsync(IReadOnlyList<Machine> peers) => _node.MeetAsync(peers, pinned: []);

    public override void Start() => _node.Start();

    public override Task StopAsync() => _node.StopAsync();

    public override void Sleep() => _node.App!.Sleep(standsStill: true);

    public override void Wake(TimeSpan after) => _node.App!.Wake(after);
}
