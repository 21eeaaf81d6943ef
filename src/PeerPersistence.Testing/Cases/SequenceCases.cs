namespace PeerPersistence.Testing;

/// <summary>Generated operations, compared with a model.</summary>
internal static class SequenceCases
{
    private const int Sequences = 20;
    private const int Operations = 60;

    public static IEnumerable<ConformanceCase> All =>
    [
        new("like-the-model", "After any sequence of operations a store answers as a sorted dictionary would.", async run =>
        {
            for (var seed = 1; seed <= Sequences; seed++)
                await StoreSequence.RunAsync(run.Subject, seed, Operations, run.CancellationToken).ConfigureAwait(false);
        }),
    ];
}
