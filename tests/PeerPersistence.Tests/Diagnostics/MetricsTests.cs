using D = PeerPersistence.PeerPersistenceDiagnostics;

namespace PeerPersistence.Tests.Diagnostics;

public sealed class MetricsTests : IAsyncDisposable
{
    private readonly string _identity = Guid.NewGuid().ToString("N");
    private readonly MeasurementListener _heard;
    private readonly Setup _setup = new(options => options.MaxPeers = 3);
    private readonly PeerPersistenceService _service;

    public MetricsTests()
    {
        _heard = new(_identity);
        _service = Another(_setup.Keys);
    }

    [Fact]
    public async Task Operations_EachCall_IsOneMeasurementUnderItsName()
    {
        await _service.StorePeerAsync(_setup.Friend("a"));
        await _service.GetPeerAsync("a");
        await _service.RecordFailedAttemptAsync("a");
        await _service.NeedsCleanupAsync();

        _heard.Of(D.OperationDuration).Select(heard => heard.Tags[D.OperationTag]).Should().Equal("StorePeer", "GetPeer", "RecordFailedAttempt", "NeedsCleanup");
        _heard.Of(D.OperationDuration).Should().OnlyContain(heard => heard.Tags.Count == 1);
    }

    [Fact]
    public async Task Operations_EveryMethod_IsMeasured()
    {
        var methods = Methods().Where(method => method.ReturnType.IsAssignableTo(typeof(Task)))
            .Select(method => method.Name[..^"Async".Length]).Distinct();

        await _service.StorePeerAsync(_setup.Friend("a"));
        foreach (var call in FinePrint.EveryCall.Names)
            await FinePrint.EveryCall.RunAsync(call, _service);

        _heard.Of(D.OperationDuration).Select(heard => heard.Tags[D.OperationTag]).Distinct().Should().BeEquivalentTo(methods);
    }

    [Fact]
    public async Task Operations_Duration_IsThatOfTheServicesClock()
    {
        await _service.StorePeerAsync(_setup.Friend("a"));
        await _service.UpdatePeerAsync("a", peer =>
        {
            _setup.Time.Advance(TimeSpan.FromMilliseconds(250));
            return peer with { DisplayName = "A" };
        });

        _heard.Sum(D.OperationDuration, D.OperationTag, "UpdatePeer").Should().Be(0.25);
    }

    [Fact]
    public async Task Operations_Failed_CarriesTheErrorsTypeAndNothingElse()
    {
        var update = () => _service.UpdatePeerAsync("a", _ => throw new InvalidOperationException("192.0.2.1 secret"));
        await _service.StorePeerAsync(_setup.Friend("a"));

        await update.Should().ThrowAsync<InvalidOperationException>();

        _heard.Count(D.OperationDuration, D.ErrorTypeTag, "System.InvalidOperationException").Should().Be(1);
    }

    [Fact]
    public async Task Store_CommitsAndBytes_AreCounted()
    {
        await _service.StorePeerAsync(_setup.Friend("a"));
        var record = (await _setup.Store.GetAsync("mesh:peer:a"))!.Value.Length;
        var (commits, written) = (_heard.Of(D.CommitDuration).Count(), _heard.Sum(D.StoreIO, D.DirectionTag, "write"));
        var read = _heard.Sum(D.StoreIO, D.DirectionTag, "read");

        await _service.GetPeerAsync("a");
        (_heard.Sum(D.StoreIO, D.DirectionTag, "read") - read).Should().Be(record);
        await _service.UpdateLastSeenAsync("a");
        (_heard.Of(D.CommitDuration).Count() - commits).Should().Be(1);
        (_heard.Sum(D.StoreIO, D.DirectionTag, "write") - written).Should().Be((await _setup.Store.GetAsync("mesh:peer:a"))!.Value.Length);
    }

    [Fact]
    public async Task Conflicts_AnotherWriterWasQuicker_IsCounted()
    {
        await _service.StorePeerAsync(_setup.Friend("a"));
        var calls = 0;

        await _service.UpdatePeerAsync("a", peer =>
        {
            if (calls++ == 0)
                _setup.Service.UpdateLastSeenAsync("a").GetAwaiter().GetResult();
            _setup.Time.Advance(TimeSpan.FromSeconds(1));
            return peer with { DisplayName = "A" };
        });

        calls.Should().Be(2);
        _heard.Sum(D.Conflicts).Should().Be(1);
    }

    [Fact]
    public async Task Evictions_ByReason_AreCounted()
    {
        await _service.StorePeersAsync(["a", "b", "c"], _setup);
        _setup.Time.Advance(TimeSpan.FromDays(1));
        await _service.StorePeerAsync(_setup.Friend("d"));
        await _service.ImportDataAsync(new() { Peers = [_setup.Friend("e"), _setup.Friend("f")] });
        await _service.CleanupLruAsync(1);

        _heard.Sum(D.Evictions, D.ReasonTag, "capacity").Should().Be(1);
        _heard.Sum(D.Evictions, D.ReasonTag, "import").Should().Be(2);
        _heard.Sum(D.Evictions, D.ReasonTag, "cleanup").Should().Be(2);
    }

    [Fact]
    public void Histograms_OfDurations_AdviseBoundsInSeconds()
    {
        foreach (var histogram in new[] { Instruments.Operations, Instruments.Commits, Instruments.Attempts })
            histogram.Advice!.HistogramBucketBoundaries.Should().BeInAscendingOrder().And.OnlyContain(seconds => seconds > 0 && seconds <= 30).And.HaveCountGreaterThan(5);
    }

    [Fact]
    public async Task Attempts_ByOutcome_AreMeasured()
    {
        await _service.StorePeersAsync(["a", "b"], _setup);

        await _service.ReconnectAsync((peer, _) => Task.FromResult(peer.PeerId == "b"), new() { TargetConnections = 2 });

        _heard.Count(D.AttemptDuration, D.OutcomeTag, "connected").Should().Be(1);
        _heard.Count(D.AttemptDuration, D.OutcomeTag, "failed").Should().Be(1);
        _heard.Of(D.OperationDuration).Select(heard => heard.Tags[D.OperationTag]).Should().Equal("StorePeers", "Reconnect");
    }

    [Fact]
    public async Task Secrets_ThatCannotBeOpened_AreCountedAndLoggedOnce()
    {
        await _service.StorePeerAsync(_setup.Friend("a") with { SharedSecret = "secret" });
        await using var locked = Another(new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray()));

        await locked.GetPeerAsync("a");
        await locked.GetPeerAsync("a");

        _heard.Sum(D.SecretsUnavailable, D.SecretStatusTag, "key_unavailable").Should().Be(2);
        _setup.Logger.Entries.Count(entry => entry.Id.Id == 203).Should().Be(1);
    }

    [Fact]
    public async Task Tags_HoldNoPeerAddressOrSecret()
    {
        await _service.StorePeerAsync(_setup.Friend("some-peer") with { SharedSecret = "some-secret", LastKnownIP = "192.0.2.1", DisplayName = "some-name" });
        foreach (var call in FinePrint.EveryCall.Names)
            await FinePrint.EveryCall.RunAsync(call, _service);

        _heard.TagValues.Should().NotBeEmpty().And.OnlyContain(value => IsOfAFixedSet((string)value!));
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _setup.DisposeAsync();
        _heard.Dispose();
    }

    private static bool IsOfAFixedSet(string value) =>
        value is "read" or "write" or "capacity" or "import" or "introduction" or "cleanup" or "connected" or "failed" or "stopped" or "key_unavailable" or "damaged" or "newer_version"
        || Methods().Any(method => method.Name == value + "Async")
        || typeof(PeerPersistenceException).Assembly.GetType(value) is not null || value.StartsWith("System.", StringComparison.Ordinal);

    private static IEnumerable<System.Reflection.MethodInfo> Methods() =>
        typeof(IPeerPersistenceService).GetInterfaces().Append(typeof(IPeerPersistenceService)).SelectMany(part => part.GetMethods());

    private PeerPersistenceService Another(IMasterKeyProvider keys) =>
        new(_setup.Store, _setup.Options, keys, _setup.Time, _setup.Logger, new PresenceRanker(), identity: _identity);
}

file static class Peers
{
    public static Task StorePeersAsync(this IPeerPersistenceService service, IEnumerable<string> peerIds, Setup setup) =>
        service.StorePeersAsync(peerIds.Select(setup.Friend));
}
