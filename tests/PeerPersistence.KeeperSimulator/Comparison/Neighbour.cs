namespace PeerPersistence.KeeperSimulator;

/// <summary>A peer that calls nobody. It comes and goes as its world has it, whoever calls it.</summary>
internal sealed class Neighbour(Network network, Machine machine) : IApp
{
    private readonly Dictionary<string, LinkEnd> _connected = new(StringComparer.Ordinal);

    public Machine Machine => machine;

    /// <param name="chance">The chance of this peer alone.</param>
    /// <param name="present">The mean time it stays, in hours.</param>
    /// <param name="away">The mean time it is away, in hours.</param>
    public void Live(Dice chance, double present, double away)
    {
        if (chance.Chance(present / (present + away)))
            Come(chance, present, away, moves: false);
        else
            network.World.After(chance.Exponential(away) * 3600, () => Come(chance, present, away, moves: false));
    }

    public void Accept(LinkEnd end)
    {
        if (_connected.Remove(end.PeerId, out var before))
            before.End(Departure.Local);
        _connected[end.PeerId] = end;
    }

    public void NetworkChanged()
    {
    }

    private void Come(Dice chance, double present, double away, bool moves)
    {
        if (moves)
            machine.MoveTo(machine.Address + 1);
        machine.Run(this);
        network.World.After(chance.Exponential(present) * 3600, () =>
        {
            var saysGoodbye = chance.Chance(0.5);
            machine.Run(null);
            if (!saysGoodbye)
                machine.SwitchOff(true);
            foreach (var end in _connected.Values.ToList())
                end.End(Departure.Local);
            _connected.Clear();
            network.World.After(chance.Exponential(away) * 3600, () =>
            {
                if (!saysGoodbye)
                    machine.SwitchOff(false);
                Come(chance, present, away, chance.Chance(0.3));
            });
        });
    }
}
