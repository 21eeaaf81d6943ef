namespace PeerPersistence.Tests;

/// <summary>A connection that a test ends.</summary>
internal sealed class FakeConnection : IPeerConnection
{
    private readonly TaskCompletionSource<Departure> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Departure> Ended => _ended.Task;

    public bool IsClosed { get; private set; }

    /// <summary>What closing it throws; <c>null</c>: it works.</summary>
    public Exception? CloseError { get; init; }

    /// <summary>What asking for the measurement throws; <c>null</c>: nothing was measured.</summary>
    public Exception? MeasurementError { get; init; }

    public QualityMeasurement? Measurement => MeasurementError is { } error ? throw error : null;

    public FakeConnection End(Departure departure = Departure.Network)
    {
        _ended.TrySetResult(departure);
        return this;
    }

    public void Fail(Exception error) => _ended.TrySetException(error);

    public ValueTask DisposeAsync()
    {
        IsClosed = true;
        _ended.TrySetResult(Departure.Local);
        return CloseError is { } error ? ValueTask.FromException(error) : default;
    }
}
