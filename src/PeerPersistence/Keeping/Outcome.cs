namespace PeerPersistence;

/// <summary>Something that happened to a peer and is to be recorded.</summary>
/// <param name="PeerId">The peer.</param>
/// <param name="Kind">What happened.</param>
/// <param name="RecordAsync">Records it.</param>
/// <param name="Stands">For how many outcomes it stands: those merged into it included.</param>
internal sealed record Outcome(string PeerId, OutcomeKind Kind, Func<Task> RecordAsync, int Stands = 1)
{
    /// <summary>How many outcomes of one peer wait at most.</summary>
    public const int MostOfAPeer = 32;

    /// <summary>
    /// Adds an outcome to those of its peer that wait. Failures before a success tell nothing any more, and of too many the oldest go: each
    /// is counted on by one that stays.
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

    /// <summary>Of too many the oldest go.</summary>
    public static void Trim(List<Outcome> waiting)
    {
        for (; waiting.Count > MostOfAPeer; waiting.RemoveAt(0))
            waiting[1] = waiting[1] with { Stands = waiting[1].Stands + waiting[0].Stands };
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
