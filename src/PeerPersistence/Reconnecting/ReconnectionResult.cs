namespace PeerPersistence;

/// <summary>What a reconnect did.</summary>
public sealed record ReconnectionResult
{
    /// <summary>The peers that this round connected, in order; more than wanted where one answered while it was being stopped.</summary>
    public IReadOnlyList<string> Connected { get; init => field = ValueList<string>.Of(value); } = ValueList<string>.None;

    /// <summary>The peers that were tried in vain. Tries cut short because the target was reached are in neither list.</summary>
    public IReadOnlyList<string> Failed { get; init => field = ValueList<string>.Of(value); } = ValueList<string>.None;

    /// <summary>What the callback threw in tries that failed, in order. One that said no, gave up or took too long threw nothing.</summary>
    /// <remarks>
    /// Mistakes in the program (<see cref="NullReferenceException"/>, <see cref="ArgumentException"/>,
    /// <see cref="InvalidOperationException"/> and their like) are logged, one warning a round. If nobody connected and every try ended
    /// in one, nobody is blamed.
    /// </remarks>
    public IReadOnlyList<ReconnectionError> Errors { get; init => field = ValueList<ReconnectionError>.Of(value); } =
        ValueList<ReconnectionError>.None;

    /// <summary>The peers, of either list, whose outcome could not be recorded, and why. A success was tried twice.</summary>
    /// <remarks>The connections stand all the same. <see cref="IPeerEvents.RecordConnectedAsync"/> records one later.</remarks>
    public IReadOnlyList<ReconnectionError> RecordingErrors { get; init => field = ValueList<ReconnectionError>.Of(value); } =
        ValueList<ReconnectionError>.None;

    /// <summary>
    /// Nobody answered, and that our own network was down is proven: no failure was recorded. See <see
    /// cref="IPeerReconnection.ReconnectAsync"/>.
    /// </summary>
    public bool OwnOutage { get; init; }

    /// <summary>How many known peers were not offered as candidates, and why.</summary>
    public PassedOver PassedOver { get; init; } = new();

    /// <summary>The peers that background rounds leave alone from now on, and until when; at most 1,024.</summary>
    public IReadOnlyList<PeerWait> Waiting { get; init => field = ValueList<PeerWait>.Of(value); } = ValueList<PeerWait>.None;

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How many of each, and how long it took.</summary>
    public override string ToString()
    {
        var outage = OwnOutage ? ", an outage of our own" : "";
        return FormattableString.Invariant(
            $"{Connected.Count} connected, {Failed.Count} failed, {PassedOver.Total} passed over in {Duration.TotalSeconds:0.###} s")
            + outage;
    }
}

/// <summary>Something that went wrong with one peer of a round.</summary>
/// <param name="PeerId">The peer.</param>
/// <param name="Exception">What was thrown. Its message may name an address, and is not ours to log.</param>
public sealed record ReconnectionError(string PeerId, Exception Exception)
{
    /// <summary>The peer and the exception's type.</summary>
    public override string ToString() => $"{PeerId}: {Exception.GetType().Name}";
}
