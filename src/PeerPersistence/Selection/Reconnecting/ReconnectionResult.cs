namespace PeerPersistence;

/// <summary>What came of a reconnect.</summary>
public sealed record ReconnectionResult
{
    /// <summary>The peers that this round connected, in order; more than wanted where one answered while it was being stopped.</summary>
    public IReadOnlyList<string> Connected { get; init => field = ValueList<string>.Of(value); } = ValueList<string>.None;

    /// <summary>The peers that were tried in vain. Tries cut short because the target was reached are in neither list.</summary>
    public IReadOnlyList<string> Failed { get; init => field = ValueList<string>.Of(value); } = ValueList<string>.None;

    /// <summary>Nobody answered and nobody had connected lately: our own network was down, and no failure was recorded.</summary>
    public bool OwnOutage { get; init; }

    /// <summary>How many known peers were not offered as candidates, and why.</summary>
    public PassedOver PassedOver { get; init; } = new();

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How many of each, and how long it took.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Connected.Count} connected, {Failed.Count} failed, {PassedOver.Total} passed over in {Duration.TotalSeconds:0.###} s{(OwnOutage ? ", an outage of our own" : "")}");
}
