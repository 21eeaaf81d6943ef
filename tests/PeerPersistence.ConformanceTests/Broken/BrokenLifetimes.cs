namespace PeerPersistence.ConformanceTests.Broken;

internal sealed class ForgetsTheLastCommit(TinyPlace place) : TinyStore(place)
{
    private SortedDictionary<string, byte[]> _before = place.Values;

    public override ValueTask DisposeAsync()
    {
        if (!IsClosed)
            Place.Values = _before;
        return base.DisposeAsync();
    }

    protected override void Apply(KeyValueBatch batch)
    {
        _before = new(Place.Values, StringComparer.Ordinal);
        base.Apply(batch);
    }
}

internal sealed class EmptyEveryThirdTime : TinyStore
{
    public EmptyEveryThirdTime(TinyPlace place) : base(place)
    {
        if (place.Openings % 3 == 0)
            place.Values.Clear();
    }
}

internal sealed class ClosesOnce(TinyPlace place) : TinyStore(place)
{
    public override ValueTask DisposeAsync()
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return base.DisposeAsync();
    }
}

internal sealed class WorksWhenClosed(TinyPlace place) : TinyStore(place)
{
    protected override void Begin(object argument, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(argument);
        cancellationToken.ThrowIfCancellationRequested();
    }
}

/// <summary>Says that a commit is done while it still waits in line, and drops the line when it is closed.</summary>
internal sealed class AcknowledgesEarly(TinyPlace place) : TinyStore(place)
{
    private readonly List<KeyValueBatch> _waiting = [];

    public override ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        Begin(batch, cancellationToken);
        lock (Gate)
        {
            _waiting.Add(batch);
            if (_waiting.Count == 7)
                Flush();
        }

        return new(true);
    }

    private void Flush()
    {
        _waiting.ForEach(Apply);
        _waiting.Clear();
    }
}

internal sealed class HasAKeyOfItsOwn : TinyStore
{
    public HasAKeyOfItsOwn(TinyPlace place) : base(place) => place.Values["schema"] = [1];
}

internal sealed class OnePlaceForAll : TinyStore
{
    private static readonly SortedDictionary<string, byte[]> Everything = new(StringComparer.Ordinal);

    public OnePlaceForAll(TinyPlace place) : base(place) => place.Values = Everything;
}
