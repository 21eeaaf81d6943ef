namespace PeerPersistence.Cli.Tests;

/// <summary>A store of people who keep their hours: eight weeks of gossip and connections. The same each time.</summary>
internal static class Habits
{
    public static async Task FillAsync(Scene scene, int people = 36, int days = 56)
    {
        var random = new Random(4711);
        await using var store = await FileKeyValueStore.OpenAsync(scene.In("peers.db"), new() { Durability = Durability.Buffered });
        await using var service = await scene.ServiceAsync(store, options: new() { MaxPeers = Math.Max(100, people) });
        string[] names = [.. Enumerable.Range(0, people).Select(i => $"peer-{i:00}")];
        for (var day = 0; day < days; day++)
        {
            var newcomer = names[day * people / days];
            if (await service.GetPeerAsync(newcomer) is null)
                await service.StorePeersAsync(
                    names[(day * people / days)..Math.Max((day * people / days) + 1, (day + 1) * people / days)].Select(name => Person(name, scene, random)).ToArray());
            var isWeekend = scene.Time.GetUtcNow().DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
            for (var slot = 0; slot < 12; slot++)
            {
                var known = names.Take(Math.Max((day * people / days) + 1, (day + 1) * people / days));
                await service.ObserveMeshAsync([.. known.Where(_ => random.NextDouble() < Chance(((slot * 2) + 12) % 24, isWeekend))]);
                scene.Time.Advance(TimeSpan.FromHours(2));
            }

            foreach (var name in names.Take(Math.Max((day * people / days) + 1, (day + 1) * people / days)).Where(_ => random.NextDouble() < 0.2))
                await ConnectAsync(service, name, random);
        }
    }

    private static PeerData Person(string name, Scene scene, Random random) => PeerData.Create(name, scene.Time.GetUtcNow()) with
    {
        DisplayName = name == "peer-00" ? "Ana María de los Ángeles" : $"Peer {name[5..]}",
        SharedSecret = random.NextDouble() < 0.7 ? "secret of " + name : null,
        IsPinned = random.NextDouble() < 0.1,
        ConnectionQuality = new() { TotalConnections = 1, SuccessfulConnections = 1, ConnectionType = (ConnectionType)random.Next(5) },
    };

    private static async Task ConnectAsync(PeerPersistenceService service, string name, Random random)
    {
        if (random.NextDouble() < 0.3)
        {
            await service.RecordFailedAttemptAsync(name);
            return;
        }

        // A third of them calls us.
        await service.RecordConnectedAsync(name, new() { Latency = TimeSpan.FromMilliseconds(random.Next(10, 600)) }, inbound: name[^1] is '2' or '5' or '8');
        await service.RecordDisconnectedAsync(name, TimeSpan.FromMinutes(random.Next(1, 30)), Departure.Remote);
    }

    /// <summary>Evenings on working days, later and longer at weekends, rarely at night.</summary>
    private static double Chance(int hour, bool isWeekend) => (hour, isWeekend) switch
    {
        ( < 6, false) => 0.05,
        ( < 8, _) => 0.15,
        ( < 16, false) => 0.3,
        ( < 18, false) => 0.55,
        ( < 22, false) => 0.9,
        ( < 24, false) => 0.5,
        ( < 12, true) => 0.35,
        ( < 22, true) => 0.75,
        _ => 0.6,
    };
}
