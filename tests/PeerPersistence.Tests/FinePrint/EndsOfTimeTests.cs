using System.Reflection;

namespace PeerPersistence.Tests.FinePrint;

/// <summary>Every pure function that is told the present takes any: the first instant there is, the last, and what lies near them.</summary>
public sealed class EndsOfTimeTests
{
    private static readonly DateTimeOffset[] Instants =
    [
        DateTimeOffset.MinValue, DateTimeOffset.MinValue.AddTicks(1), DateTimeOffset.MinValue.AddMinutes(5), DateTimeOffset.UnixEpoch.AddTicks(-1), DateTimeOffset.UnixEpoch,
        DateTimeOffset.UnixEpoch.AddYears(56), DateTimeOffset.UnixEpoch.AddSeconds(uint.MaxValue), DateTimeOffset.UnixEpoch.AddYears(200),
        DateTimeOffset.MaxValue.AddMinutes(-5), DateTimeOffset.MaxValue.AddTicks(-1), DateTimeOffset.MaxValue,
        new(DateTime.MaxValue.AddHours(-14), TimeSpan.FromHours(-14)), new(DateTime.MinValue.AddHours(14), TimeSpan.FromHours(14)),
    ];

    public static TheoryData<string> Functions => [.. Methods.Keys];

    /// <summary>Static methods that take the present, of types that all can be made an example of.</summary>
    private static Dictionary<string, MethodInfo> Methods { get; } = typeof(PeerData).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: true, IsSealed: true, IsGenericType: false } || type == typeof(PeerData))
        .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(method => !method.Name.Contains('<', StringComparison.Ordinal) && method.GetParameters().Any(IsPresent)
            && method.GetParameters().All(parameter => IsPresent(parameter) || Examples(parameter.ParameterType, default) is not []))
        .GroupBy(method => $"{method.DeclaringType!.Name}.{method.Name}({string.Join(',', method.GetParameters().Select(parameter => parameter.ParameterType.Name))})")
        .ToDictionary(group => group.Key, group => group.First());

    [Fact]
    public void Functions_AreFound() => Methods.Keys.Select(name => name.Split('.')[0]).Distinct().Should().Contain(
        ["PeerInstants", "PeerMerge", "PeerEvents", "PresenceModel", "RetentionPolicy", "PeerScore", "AddressOrder", "AddressMemory", "Introduction", "PeerData"]);

    [Theory, MemberData(nameof(Functions))]
    public void Function_AnyPresentAndAnyRecord_ThrowsNothing(string name)
    {
        var method = Methods[name];
        foreach (var now in Instants)
        {
            foreach (var then in Instants)
            {
                object?[] arguments = [.. method.GetParameters().Select(parameter => IsPresent(parameter) ? now : Examples(parameter.ParameterType, then)[0])];
                FluentActions.Invoking(() => method.Invoke(null, arguments)).Should().NotThrow("now is {0:O}, the record's instants are {1:O}", now, then);
            }
        }
    }

    [Theory, OnEveryStore]
    public async Task Service_ClockAtEitherEnd_EveryVerbRuns(StoreKind kind)
    {
        foreach (var now in Instants.Where(now => now.Offset == TimeSpan.Zero))
        {
            await using var scene = await Scene.OpenAsync(kind);
            await scene.Service.StorePeersAsync([scene.Friend("a") with { CachedCandidates = [new("c")] }, scene.Stranger("b")]);
            scene.Clock.SetUtcNow(now);

            await scene.Service.UpdateLastSeenAsync("a");
            await scene.Service.RecordConnectedAsync("a", new() { Address = new("d") });
            await scene.Service.RecordDisconnectedAsync("a", TimeSpan.FromDays(1));
            for (var i = 0; i < 12; i++)
                await scene.Service.RecordFailedAttemptAsync("b");
            await scene.Service.ObserveMeshAsync(["a", "b"], ["x", "y"]);
            await scene.Service.IntroducePeersAsync([new() { PeerId = "c", CachedCandidates = [new("e")] }], "a");
            await scene.Service.StorePeerAsync(new() { PeerId = "d", SharedSecret = "s" });
            await scene.Service.UpdatePeerAsync("a", peer => peer with { DisplayName = "A" });
            await scene.Service.BlockAsync("b");
            await scene.Service.GetReconnectionCandidatesAsync();
            await scene.Service.GetAddressesAsync("a");
            await scene.Service.ReconnectAsync((_, _) => Task.FromResult(true));
            await scene.Service.NeedsCleanupAsync();
            await scene.Service.MaintainAsync();
            await scene.Service.RemovePeerAsync("d");
            (await scene.Service.ImportDataAsync(PeerExport.Parse((await scene.Service.ExportDataAsync()).ToJson()))).Failures.Should().BeEmpty();
            (await scene.Service.GetAllPeerIdsAsync()).Should().Contain("a");
        }
    }

    private static bool IsPresent(ParameterInfo parameter) =>
        parameter is { Name: "now", ParameterType: var type } && (type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?));

    /// <summary>A value of a type whose instants are all <paramref name="then"/>; none where nobody has said what one is.</summary>
    private static object[] Examples(Type type, DateTimeOffset then)
    {
        var quality = new ConnectionQuality { LastMeasured = then, TotalConnections = 3, SuccessfulConnections = 2, Latency = TimeSpan.FromSeconds(1) };
        var peer = new PeerData
        {
            PeerId = "a", FirstSeen = then, LastSeen = then, LastConnected = then, BlacklistUntil = then, ReconnectionAttempts = 9, ConnectionQuality = quality,
            CachedCandidates = [new("c"), new("d")],
        };
        var stored = new StoredPeer
        {
            Peer = peer,
            Addresses = new Dictionary<string, AddressHistory> { ["c"] = new(then, then), ["d"] = new(then, null, "x") },
            Evidence = PeerEvidence.OfEarlierVersion(peer),
            Presence = new PresenceState { HeardInGossip = true, On = 0.5, Updated = uint.MaxValue / 2 }.ToBase64(),
        };
        return type switch
        {
            _ when type == typeof(StoredPeer) => [stored],
            _ when type == typeof(PeerData) => [peer],
            _ when type == typeof(PeerSummary) => [PeerSummaries.Of(stored)],
            _ when type == typeof(IReadOnlyList<PeerSummary>) || type == typeof(IEnumerable<PeerSummary>) => [new[] { PeerSummaries.Of(stored) }],
            _ when type == typeof(ConnectionQuality) => [quality],
            _ when type == typeof(QualityMeasurement) => [new QualityMeasurement { Address = new("new"), Success = true }],
            _ when type == typeof(PresenceState) => [PresenceState.TryParse(stored.Presence)!],
            _ when type == typeof(PresenceFacts) => [PresenceFacts.Of(peer)],
            _ when type == typeof(RetentionOptions) => [new RetentionOptions()],
            _ when type == typeof(IceCandidate) => [new IceCandidate("new")],
            _ when type == typeof(IEnumerable<IceCandidate>) => [new[] { new IceCandidate("new") }],
            _ when type == typeof(Func<ushort, bool>) => [new Func<ushort, bool>(_ => true)],
            _ when type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?) => [then],
            _ when type == typeof(TimeSpan) => [TimeSpan.MaxValue],
            _ when type == typeof(string) => ["a"],
            _ when type == typeof(bool) => [true],
            _ when type == typeof(int) => [1],
            _ when type == typeof(double) => [1.0],
            _ when type.IsEnum => [Enum.GetValues(type).GetValue(0)!],
            _ => [],
        };
    }
}
