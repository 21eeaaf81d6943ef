namespace PeerPersistence.Testing;

/// <summary>The contract of <see cref="IKeyValueStore"/>, as cases.</summary>
public static class StoreContract
{
    /// <summary>Every case, in a fixed order.</summary>
    public static IReadOnlyList<ConformanceCase> Cases { get; } =
    [
        .. DeclarationCases.All, .. ReadCases.All, .. KeyCases.All, .. ScanCases.All, .. CommitCases.All, .. ExpectationCases.All,
        .. ConcurrencyCases.All, .. CancellationCases.All, .. LifetimeCases.All, .. ChangeTrackingCases.All, .. SharingCases.All,
        .. RoomCases.All, .. BatchReadingCases.All, .. AbilityCases.All, .. SequenceCases.All,
    ];

    /// <summary>The cases that apply to a store: those that need nothing it does not declare.</summary>
    /// <param name="store">The store, with what it can do.</param>
    /// <returns>The cases, in a fixed order.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="store"/> is <c>null</c>.</exception>
    public static IEnumerable<ConformanceCase> CasesFor(StoreUnderTest store) => Cases.Where(each => each.AppliesTo(store));

    /// <summary>The case with this id.</summary>
    /// <param name="id">The id of the case.</param>
    /// <returns>The case.</returns>
    /// <exception cref="ArgumentException">There is no such case.</exception>
    public static ConformanceCase Case(string id) =>
        Cases.FirstOrDefault(each => each.Id == id) ?? throw new ArgumentException($"There is no case '{id}'.", nameof(id));

    /// <summary>Runs every case that applies to a store, one after the other, and then all of them on the store behind a layer.</summary>
    /// <param name="store">The kind of store to ask.</param>
    /// <param name="cancellationToken">Stops between and within cases.</param>
    /// <returns>A task that ends when the store has passed.</returns>
    /// <exception cref="ConformanceException">Thrown after the last case; the message lists every promise that was broken.</exception>
    public static async Task RunAsync(StoreUnderTest store, CancellationToken cancellationToken = default)
    {
        var failures = new List<ConformanceException>();
        foreach (var subject in (StoreUnderTest[])[store, new LayeredUnderTest(store)])
        {
            foreach (var each in CasesFor(subject))
            {
                try
                {
                    await each.RunAsync(subject, cancellationToken).ConfigureAwait(false);
                }
                catch (ConformanceException failure)
                {
                    failures.Add(failure);
                }
            }
        }

        if (failures.Count > 0)
            throw new ConformanceException(
                string.Join(Environment.NewLine, failures.Select(each => each.Message)), new AggregateException(failures));
    }

    /// <summary>Makes sure that no case was forgotten, where cases are run one by one.</summary>
    /// <param name="store">The kind of store that was asked.</param>
    /// <param name="ids">The ids of the cases that were run, or are going to be.</param>
    /// <exception cref="ConformanceException">A case of a declared capability is missing; the message names it.</exception>
    public static void EnsureComplete(StoreUnderTest store, IEnumerable<string> ids)
    {
        ArgumentNullException.ThrowIfNull(store);
        var missing = CasesFor(store).Select(each => each.Id).Except(ids, StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
            throw new ConformanceException(
                $"Store '{store.Name}' declares {store.Capabilities}, but these cases were not run: {string.Join(", ", missing)}.");
    }
}
