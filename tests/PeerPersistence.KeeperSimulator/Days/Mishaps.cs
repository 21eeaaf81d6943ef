namespace PeerPersistence.KeeperSimulator;

/// <summary>What happens to machines, apps and the network. Each ends by itself.</summary>
internal sealed class Mishaps(Network network, IReadOnlyList<Node> nodes)
{
    private World World => network.World;

    private Dice Chance => network.World.Chance;

    public void Any(Node node)
    {
        Action<Node>[] all =
        [
            Restart, Restart, Crash, Crash, Leave, Sleep, Sleep, Sleep, Airplane, Cut, Cut, Partition, Move, Move, Capture, FlapPair,
            FlapCard, Roam, Tap, Tap, Part, Pause, CallAtOnce, CallAtOnce, SpoilDisk, SpoilConnector,
        ];
        all[Chance.Below(all.Length)](node);
    }

    private void Restart(Node node) => Close(node, Short());

    private void Leave(Node node) => Close(node, Chance.Uniform(1, 6) * 3600);

    private void Close(Node node, double seconds)
    {
        if (node.Awake is null)
            return;
        World.Begin(async () =>
        {
            await node.StopAsync();
            World.After(seconds, node.Start);
        });
    }

    private void Crash(Node node)
    {
        node.Kill();
        World.After(Short(), node.Start);
    }

    private void Sleep(Node node)
    {
        if (node.Awake is not { } app)
            return;
        if (Chance.Chance(0.5))
            FallAsleep(node, app);
        else
            FallAsleepInACall(node, app);
    }

    private void FallAsleepInACall(Node node, KeeperApp app)
    {
        Tap(node);
        World.After(Chance.Uniform(0, 0.1), () =>
        {
            if (node.Awake == app)
                FallAsleep(node, app);
        });
    }

    private void FallAsleep(Node node, KeeperApp app)
    {
        var (seconds, standsStill) = (Any(5, 4 * 3600), Chance.Chance(0.5));
        World.Tell($"{node.Machine.Id} sleeps {seconds:0} s{(standsStill ? ", its clock too" : "")}");
        app.Sleep(standsStill);
        World.After(seconds, () =>
        {
            if (node.App != app)
                return;
            World.Tell($"{node.Machine.Id} wakes");
            app.Wake(TimeSpan.FromSeconds(seconds));
        });
    }

    private void Airplane(Node node) => During(node, "has no card", Any(5, 7200), node.Machine.SwitchOff);

    private void Cut(Node node) => During(node, "is cut off", Any(5, 3 * 3600), node.Machine.Cut);

    private void Partition(Node node)
    {
        var seconds = Any(10, 3 * 3600);
        World.Tell($"the network is in two for {seconds:0} s");
        var left = nodes.Where(_ => Chance.Chance(0.5)).ToList();
        left.ForEach(other => other.Machine.Join(other.Machine.Side + 1));
        World.After(seconds, () =>
        {
            World.Tell("the network is one again");
            left.ForEach(other => other.Machine.Join(other.Machine.Side - 1));
        });
    }

    private void Move(Node node)
    {
        World.Tell($"{node.Machine.Id} moves");
        node.Machine.SwitchOff(true);
        World.After(Chance.Uniform(0.1, 8), () =>
        {
            node.Machine.MoveTo(network.NewAddress());
            node.Machine.SwitchOff(false);
        });
    }

    /// <summary>It crashes again and again, each time on another network, and calls before anybody hears that its links broke.</summary>
    private void Roam(Node node)
    {
        World.Tell($"{node.Machine.Id} roams and crashes");
        for (var (number, when) = (0, 0.0); number < 4; number++)
        {
            World.After(when += Chance.Uniform(0.5, 4), () =>
            {
                node.Kill();
                node.Machine.MoveTo(network.NewAddress());
                World.After(0.1, node.Start);
            });
        }
    }

    private void Capture(Node node)
    {
        if (node.Machine.Portal != Portal.None)
            return;
        var portal = Chance.Chance(0.5) ? Portal.Silent : Portal.Ending;
        During(node, $"is before a portal ({portal})", Any(10, 1800), isIn => node.Machine.Capture(isIn ? portal : Portal.None));
    }

    /// <summary>It is cut off for long, and so are all but one for longer: alone, it has that one to find.</summary>
    public void Strand(Node node)
    {
        var seconds = Chance.Uniform(1, 3) * 3600;
        var left = Other(node);
        foreach (var other in nodes.Where(other => other != left))
            During(other, "is cut off", seconds + (other == node ? 0 : 3600), other.Machine.Cut);
    }

    private void SpoilDisk(Node node)
    {
        if (!node.IsWell)
            return;
        var mood = Chance.Chance(0.5) ? Mood.Full : Mood.Failing;
        During(node, $"has a bad disk ({mood})", Any(10, 2 * 3600), isBad => node.Turn(isBad ? mood : Mood.Well));
    }

    private void SpoilConnector(Node node)
    {
        if (node.Awake is not { Oddity: Oddity.None } app)
            return;
        var oddity = (Oddity)(1 + Chance.Below((int)Oddity.CallsBack));
        During(node, $"has an odd connector ({oddity})", Any(10, 3600), isOdd =>
        {
            app.Oddity = isOdd ? oddity : Oddity.None;
            node.Update();
        });
    }

    private void FlapPair(Node node)
    {
        var other = Other(node);
        During(node, $"and {other.Machine.Id} flap", Any(30, 3600), flaps => network.Flap(node.Machine, other.Machine, flaps));
    }

    private void FlapCard(Node node)
    {
        for (var (number, when) = (0, 0.0); number < 10; number++)
        {
            var off = Chance.Uniform(0.5, 15);
            World.After(when += Chance.Uniform(1, 20), () => node.Machine.SwitchOff(true));
            World.After(when += off, () => node.Machine.SwitchOff(false));
        }
    }

    private void Tap(Node node)
    {
        if (node.Awake is { } app)
            World.Begin(() => app.TapAsync(Other(node).Machine.Id));
    }

    private void Part(Node node)
    {
        var other = Other(node).Machine.Id;
        if (node.Awake is not { } app)
            return;
        World.Tell($"{node.Machine.Id} sends {other} away");
        World.Begin(() => app.PartAsync(other));
        World.After(Any(10, 3600), () =>
        {
            if (node.Awake == app)
                World.Begin(() => app.TapAsync(other));
        });
    }

    private void Pause(Node node)
    {
        if (node.Awake is not { IsPaused: false } app)
            return;
        World.Tell($"{node.Machine.Id} pauses");
        app.Pause();
        World.After(Any(5, 3600), () => Resume(node, app));
    }

    private void Resume(Node node, KeeperApp app)
    {
        if (node.App != app)
            return;
        if (app.Clock.IsAsleep)
            World.After(60, () => Resume(node, app));
        else
            app.Resume();
    }

    /// <summary>Two users tap at the same moment, or nearly so.</summary>
    private void CallAtOnce(Node node)
    {
        var other = Other(node);
        Tap(node, other);
        World.After(Chance.Uniform(0, 0.4), () => Tap(other, node));

        void Tap(Node from, Node to)
        {
            if (from.Awake is { } app)
                World.Begin(() => app.TapAsync(to.Machine.Id));
        }
    }

    private void During(Node node, string what, double seconds, Action<bool> begin)
    {
        World.Tell($"{node.Machine.Id} {what} for {seconds:0} s");
        begin(true);
        World.After(seconds, () =>
        {
            World.Tell($"{node.Machine.Id} {what} no more");
            begin(false);
        });
    }

    private Node Other(Node node)
    {
        var others = nodes.Where(other => other != node).ToList();
        return others[Chance.Below(others.Count)];
    }

    private double Short() => Any(1, 600);

    /// <summary>Seconds, as likely short as long.</summary>
    private double Any(double least, double most) => least * Math.Pow(most / least, Chance.Uniform());
}
