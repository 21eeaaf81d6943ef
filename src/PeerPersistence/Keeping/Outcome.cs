namespace PeerPersistence;

/// <summary>Something that happened to a peer and is to be recorded.</summary>
/// <param name="PeerId">The peer.</param>
/// <param name="Kind">What happened.</param>
/// <param name="RecordAsync">Records it.</param>
/// <param name="IsInbound">Whether it is of a call of the peer's, which costs a stranger nothing.</param>
/// <param name="Stands">For how many outcomes it stands: those merged into it included.</param>
internal sealed record Outcome(string PeerId, OutcomeKind Kind, Func<Task> RecordAsync, bool IsInbound = false, int Stands = 1)
{
    /// <summary>How many outcomes of one peer wait at most.</summary>
    public const int MostOfAPeer = 32;

    /// <summary>
    /// Adds an outcome to those of its peer that wait. Failures before a success tell nothing any more, and of too many some go: each is
    /// counted on by one that stays.
    /// </summary>
    public static void Merge(List<Outcome> waiting, Outcome next)
    {
        if (next.Kind == OutcomeKind.Connected)
        {
            next = next with { Stands = next.Stands + waiting.Where(IsFailure).Sum(failure => failure.Stands) };
            waiting.RemoveAll(IsFailure);
        }

        waiting.Add(next);
        Trim(waiting);

        static bool IsFailure(Outcome outcome) => outcome.Kind == OutcomeKind.Failed;
    }

    /// <summary>Of too many the oldest failures go: one more in a row tells less than a connection's end. Then the oldest of all.</summary>
    public static void Trim(List<Outcome> waiting)
    {
        while (waiting.Count > MostOfAPeer)
        {
            var going = Math.Max(0, waiting.FindIndex(outcome => outcome.Kind == OutcomeKind.Failed));
            var next = going + 1 < waiting.Count ? going + 1 : going - 1;
            waiting[next] = waiting[next] with { Stands = waiting[next].Stands + waiting[going].Stands };
            waiting.RemoveAt(going);
        }
    }
}

/// <summary>What may happen to a peer.</summary>
internal enum OutcomeKind
{
    /// <summary>A connection stands.</summary>
    Connected,

    /// <summary>A connection has ended.</summary>
    Ended,

    /// <summary>A try was in vain.</summary>
    Failed,
}
