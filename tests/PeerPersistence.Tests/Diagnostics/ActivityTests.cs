using System.Collections.Concurrent;
using System.Diagnostics;
using D = PeerPersistence.PeerPersistenceDiagnostics;

namespace PeerPersistence.Tests.Diagnostics;

public sealed class ActivityTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> _stopped = new();
    private readonly ActivityListener _listener;
    private readonly Activity _root = new Activity("test").Start();

    public ActivityTests()
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name == D.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    private IEnumerable<Activity> Own => _stopped.Where(activity => activity.TraceId == _root.TraceId);

    [Fact]
    public async Task Call_ThatCommits_IsAnActivityWithTheCommitInside()
    {
        await using var setup = new Setup();
        await setup.Service.InitializeAsync();

        await setup.Service.StorePeerAsync(setup.Friend("a"));

        var store = Own.Single(activity => activity.OperationName == "PeerPersistence.StorePeer");
        store.Tags.Should().ContainSingle().Which.Should().Be(new KeyValuePair<string, string?>(D.OperationTag, "StorePeer"));
        Own.Should().ContainSingle(activity => activity.OperationName == "PeerPersistence.Commit" && activity.ParentSpanId == store.SpanId);
    }

    [Fact]
    public async Task Reconnect_ItsCommits_AreInsideAndNoCallOfItsOwn()
    {
        await using var setup = new Setup();
        await setup.Service.StorePeerAsync(setup.Friend("a"));

        await setup.Service.ReconnectAsync((_, _) => Task.FromResult(true));

        var reconnect = Own.Single(activity => activity.OperationName == "PeerPersistence.Reconnect");
        Own.Where(activity => activity.ParentSpanId == reconnect.SpanId).Select(activity => activity.OperationName)
            .Should().Equal("PeerPersistence.Commit");
    }

    [Fact]
    public async Task Call_ThatFails_SaysWithWhatTypeAndKeepsTheMessage()
    {
        await using var setup = new Setup();
        await setup.Service.StorePeerAsync(setup.Friend("a"));

        await FluentActions.Awaiting(() => setup.Service.UpdatePeerAsync("a", _ => throw new InvalidOperationException("192.0.2.1"))).Should().ThrowAsync<Exception>();

        var update = Own.Single(activity => activity.OperationName == "PeerPersistence.UpdatePeer");
        (update.Status, update.StatusDescription, update.GetTagItem(D.ErrorTypeTag)).Should().Be((ActivityStatusCode.Error, null, "System.InvalidOperationException"));
        update.Events.Should().BeEmpty();
    }

    public void Dispose()
    {
        _root.Dispose();
        _listener.Dispose();
    }
}
