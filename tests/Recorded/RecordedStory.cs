namespace PeerPersistence.Tests.Recorded;

/// <summary>Eight weeks in which the peers come and go, told to the library hour by hour.</summary>
internal static class RecordedStory
{
    private static readonly DateTimeOffset s_begin = new(2026, 9, 28, 0, 0, 0, TimeSpan.Zero); // A Monday.
    private static readonly DateTimeOffset s_end = new(2026, 11, 22, 20, 0, 0, TimeSpan.Zero); // The Sunday eight weeks later.

    private static readonly Habit[] s_habits =
    [
        new("anna", 18, 22, IsWorkday, Departure.Remote, RecordedPeers.Host),
        new("bert", 10, 20, day => !IsWorkday(day), Departure.Local, RecordedPeers.Relay),
        new(RecordedPeers.Pinned, 1, 23, _ => true, Departure.Network),
        new("dora", 8, 17, IsWorkday, Departure.Remote, Inbound: true),
        new("emil", 7, 9, day => day < s_begin.AddDays(14), Departure.Remote),
        new(RecordedPeers.Awkward, 12, 13, day => day.DayOfWeek == DayOfWeek.Wednesday, Departure.Remote),
        new("jan", 2, 5, _ => true, Departure.Remote, Inbound: true),
        new(RecordedPeers.Moving, 20, 21, IsWorkday, Departure.Network, RecordedPeers.Reflexive),
    ];

    /// <summary>The instants at which a recording is read: its end, the next evening, the night after it, a month later.</summary>
    public static IReadOnlyList<DateTimeOffset> Instants { get; } = [s_end, s_end.AddHours(22.5), s_end.AddHours(31), s_end.AddDays(30)];

    public static async Task TellAsync(IKeyValueStore store, IMasterKeyProvider keys)
    {
        var clock = new FakeTimeProvider(s_begin);
        await using var service = RecordedView.Serve(store, keys, clock);
        await service.StorePeersAsync(RecordedPeers.At(s_begin));
        for (; clock.GetUtcNow() < s_end; clock.Advance(TimeSpan.FromHours(1)))
            await TellHourAsync(service, store, clock.GetUtcNow());
        for (var failed = 0; failed < 5; failed++)
            await service.RecordFailedAttemptAsync(RecordedPeers.Stranger);
    }

    private static async Task TellHourAsync(PeerPersistenceService service, IKeyValueStore store, DateTimeOffset now)
    {
        foreach (var habit in s_habits.Where(habit => habit.On(now)))
        {
            if (now.Hour == habit.From)
                await service.RecordConnectedAsync(habit.PeerId, habit.Measured(now), habit.Inbound);
            if (now.Hour == habit.To)
                await service.RecordDisconnectedAsync(habit.PeerId, TimeSpan.FromHours(habit.To - habit.From), habit.Departure);
        }

        if (now.Hour is 9 or 21)
            await service.ObserveMeshAsync([.. Present(now)]);
        if (now.Hour == 6)
            await TellMorningAsync(service, store, now, (now - s_begin).Days);
    }

    /// <summary>Whom gossip names: everybody who is there, and in the mornings somebody whom one knows from nowhere else.</summary>
    private static IEnumerable<string> Present(DateTimeOffset now) =>
        s_habits.Where(habit => habit.IsThere(now)).Select(habit => habit.PeerId).Concat(now.Hour == 9 ? [RecordedPeers.Gossip] : []);

    private static async Task TellMorningAsync(PeerPersistenceService service, IKeyValueStore store, DateTimeOffset now, int day)
    {
        if (day % 7 == 3)
        {
            await service.RecordFailedAttemptAsync("emil");
            await service.RecordFailedAttemptAsync("dora");
            await service.UpdateLastSeenAsync("lena");
            await service.UpdatePeerAsync(RecordedPeers.Moving, peer => peer with
            {
                CachedCandidates =
                [
                    .. peer.CachedCandidates.TakeLast(2),
                    new() { Candidate = $"203.0.113.{day}:4000", Type = ConnectionType.PeerReflexive },
                ],
            });
        }

        if (day == 20)
            await service.RotateKeysAsync();
        if (day == 30)
        {
            await service.RemovePeerAsync(RecordedPeers.Removed);
            await service.ReplaceConnectionQualityAsync("lena", new ConnectionQuality
            {
                Latency = TimeSpan.FromMilliseconds(77), SuccessRate = 0.8, ConnectionType = ConnectionType.Host, LastMeasured = now,
                TotalConnections = 10, SuccessfulConnections = 8, AverageUptime = TimeSpan.FromSeconds(1234),
            });
        }

        // What a compaction wrote, and the commits of a day behind it.
        if (day == 55 && store is ICompactingStore compacting)
            await compacting.CompactAsync();
    }

    private static bool IsWorkday(DateTimeOffset day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>A peer that is there from an hour to another, on some days.</summary>
    private sealed record Habit(
        string PeerId, int From, int To, Func<DateTimeOffset, bool> On, Departure Departure,
        IceCandidate? Address = null, bool Inbound = false)
    {
        public bool IsThere(DateTimeOffset now) => On(now) && From <= now.Hour && now.Hour < To;

        public QualityMeasurement Measured(DateTimeOffset now) => new()
        {
            Latency = TimeSpan.FromMilliseconds(20 + (now.DayOfYear * 7 % 50)), ConnectionType = Address?.Type, Address = Address,
        };
    }
}
