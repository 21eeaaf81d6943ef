namespace PeerPersistence.Tests.Selection.Reconnecting;

public sealed class ReconnectionProgressTests
{
    [Fact]
    public async Task Reconnect_WithACallbackThatThrows_TellsWhatItThrew()
    {
        await using var setup = new Setup();
        await setup.Service.StorePeersAsync([setup.Friend("alice"), setup.Friend("bob")]);
        var bug = new InvalidOperationException("no route to 192.0.2.7");
        var told = new List<ReconnectionProgress>();

        await setup.Service.ReconnectAsync((peer, _) => peer.PeerId == "alice" ? throw bug : Task.FromResult(false), progress: new Told(told));

        told.Single(step => step.PeerId == "alice" && step.Step == ReconnectionStep.Failed).Error.Should().BeSameAs(bug);
        told.Where(step => step.Step != ReconnectionStep.Failed || step.PeerId == "bob").Should().OnlyContain(step => step.Error == null);
        string.Join(", ", told).Should().Contain("alice: Failed (InvalidOperationException)").And.Contain("bob: Failed").And.NotContain("192.0.2.7");
    }

    private sealed class Told(List<ReconnectionProgress> steps) : IProgress<ReconnectionProgress>
    {
        public void Report(ReconnectionProgress value) => steps.Add(value);
    }
}
