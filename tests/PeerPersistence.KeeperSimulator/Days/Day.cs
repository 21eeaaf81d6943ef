namespace PeerPersistence.KeeperSimulator;

/// <summary>A day in which everything happens that may, to a few machines that know each other.</summary>
internal sealed class Day
{
    private static readonly TimeSpan Length = TimeSpan.FromDays(1), Hour = TimeSpan.FromHours(1), Rest = TimeSpan.FromMinutes(5);

    /// <summary>One day of so many is of four to eight machines, and twice as much happens to each; the others are of three.</summary>
    private const int DaysPerBigOne = 20;

    /// <summary>In one day of so many everybody knows so many more who are gone for good.</summary>
    private const int DaysPerCrowd = 100, Crowd = 300;

    /// <summary>In one day of so many one is cut off for long, and so are all but one for longer.</summary>
    private const int DaysPerStrand = 5;

    private readonly Network _network;
    private readonly List<Node> _nodes = [];
    private readonly Mishaps _mishaps;

    private Day(World world)
    {
        World = world;
        _network = new(world) { Loss = world.Chance.Chance(0.5) ? 0 : world.Chance.Uniform(0, 0.05) };
        _mishaps = new(_network, _nodes);
    }

    private World World { get; }

    private Dice Chance => World.Chance;

    public static async Task<World> LiveAsync(ulong seed, Action<string>? diary = null)
    {
        var world = new World(seed) { Diary = diary };
        var day = new Day(world);
        await day.PrepareAsync().ConfigureAwait(false);
        await world.RunUntilAsync(Length);
        day.StopAll();
        await world.RunUntilAsync(Length + Rest);
        return world;
    }

    public int Nodes => _nodes.Count;

    private async Task PrepareAsync()
    {
        var isBig = Chance.Below(DaysPerBigOne) == 0;
        var count = isBig ? 4 + Chance.Below(5) : 3;
        for (var number = 0; number < count; number++)
        {
            var nat = number < (count * 2 / 3) ? Nat.Open : Chance.Chance(0.6) ? Nat.Restricted : Nat.Symmetric;
            var machine = _network.Add($"{(char)('a' + number)}", nat, _network.NewAddress());
            _nodes.Add(new(_network, machine, Options(machine.Id, count)));
        }

        var gone = Chance.Below(DaysPerCrowd) == 0 ? Crowd : 0;
        Ledger.Totals.BigDays += isBig ? 1 : 0;
        Ledger.Totals.Crowds += gone > 0 ? 1 : 0;
        foreach (var node in _nodes)
        {
            var others = _nodes.Select(other => other.Machine).Where(other => other != node.Machine).ToList();
            var pinned = others.Where(other => other.Nat == Nat.Open && Chance.Chance(0.2)).Select(other => other.Id).ToList();
            await node.MeetAsync(others, pinned, gone).ConfigureAwait(false);
            node.Machine.Touched += UpdateAll;
        }

        foreach (var node in _nodes)
        {
            node.KeepClosed();
            World.After(Chance.Uniform(0, 60), node.Start);
            Later(node, TimeSpan.FromHours(isBig ? 1.5 : 3));
        }

        if (Chance.Below(DaysPerStrand) == 0)
            World.After(Chance.Uniform(0, Length.TotalSeconds / 2), () => _mishaps.Strand(_nodes[Chance.Below(count)]));
        for (var time = Hour; time < Length; time += Hour / 6)
            World.At(time, () => _nodes.ForEach(node => node.Look()));
        for (var time = Hour; time < Length; time += gone > 0 ? 6 * Hour : Hour)
            World.At(time, Compare);
    }

    private KeeperOptions Options(string id, int count) => new()
    {
        LocalPeerId = id,
        Target = 1 + Chance.Below(Math.Min(3, (count * 2 / 3) - 1)),
        MaxParallelism = 1 + Chance.Below(4),
        Interval = TimeSpan.FromSeconds(new[] { 5, 15, 15, 60 }[Chance.Below(4)]),
    };

    private void Later(Node node, TimeSpan mean) => World.After(Chance.Exponential(mean.TotalSeconds), () =>
    {
        _mishaps.Any(node);
        UpdateAll();
        Later(node, mean);
    });

    private void Compare()
    {
        foreach (var node in _nodes)
        {
            if (node.Awake is { } app)
                World.Begin(app.CompareAsync);
        }
    }

    private void UpdateAll() => _nodes.ForEach(node => node.Update());

    private void StopAll()
    {
        foreach (var node in _nodes)
        {
            if (node.App is { Clock.IsAsleep: true } app)
                app.Wake(TimeSpan.Zero);
            World.Begin(node.StopAsync);
        }
    }
}
