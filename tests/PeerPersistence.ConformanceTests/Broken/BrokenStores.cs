namespace PeerPersistence.ConformanceTests.Broken;

/// <summary>Stores that break one promise each, and the cases that must say so.</summary>
internal static class BrokenStores
{
    private const StoreCapabilities Plain = StoreCapabilities.Persistent | StoreCapabilities.BinaryValues;
    private const StoreCapabilities Tracking = Plain | StoreCapabilities.ChangeTracking;
    private const StoreCapabilities Shared = Plain | StoreCapabilities.MultipleWriters;
    private const StoreCapabilities Able = Plain | TinyAbleStore.Abilities;
    private const StoreCapabilities Small = Plain | StoreCapabilities.LimitedRoom;

    public static IReadOnlyList<TinyUnderTest> List { get; } =
    [
        // without cultures, as where globalization is invariant, these have no fault
        .. StringComparer.InvariantCulture.Compare("a", "B") > 0 ? Array.Empty<TinyUnderTest>() :
        [
            new("keys normalised", Plain, place => new FoldsKeys(place, key => key.Normalize()), "keys-ordinal"),
            new("order by culture", Plain, place => new SortsBy(place, StringComparer.InvariantCulture), "scan-order"),
            new("prefix by culture", Plain, place => new MatchesBy(place, MatchesBy.ByCulture), "scan-prefix"),
        ],

        // reads
        new(nameof(EmptyForAbsent), Plain, place => new EmptyForAbsent(place), "get-absent", "like-the-model"),
        new(nameof(AbsentForEmpty), Plain, place => new AbsentForEmpty(place), "get-empty", "expect-empty"),
        new(nameof(KeepsTheFirst), Plain, place => new KeepsTheFirst(place), "get-last"),
        new(nameof(RemovesByEmptying), Plain, place => new RemovesByEmptying(place), "get-removed", "commit-all"),
        new(nameof(CutsLargeValues), Plain, place => new CutsLargeValues(place), "get-large"),
        new(nameof(TextOnly), Plain, place => new TextOnly(place), "get-any-bytes"),
        new(nameof(ReusesBuffers), Plain, place => new ReusesBuffers(place), "returned-bytes-stay"),
        new(nameof(StaleReads), Plain, place => new StaleReads(place), "commit-visible"),
        new(nameof(LaggingReplica), Plain, place => new LaggingReplica(place), "never-backwards", "like-the-model"),
        new(nameof(ForgivesNull), Plain, place => new ForgivesNull(place), "null-arguments"),
        new(nameof(IgnoresCancellation), Plain, place => new IgnoresCancellation(place), "cancelled-before"),
        new(nameof(CancelsReadsOnly), Plain, place => new CancelsReadsOnly(place), "cancelled-before"),
        new(nameof(ScansToTheEnd), Plain, place => new ScansToTheEnd(place), "cancelled-scan"),

        // keys and scans
        new("keys without case", Plain, place => new FoldsKeys(place, key => key.ToUpperInvariant()), "keys-ordinal"),
        new("keys trimmed", Plain, place => new FoldsKeys(place, key => key.TrimEnd()), "keys-ordinal"),
        new("keys of 255 characters", Plain, place => new FoldsKeys(place, key => key.Length > 255 ? key[..255] : key), "keys-ordinal"),
        new("keys as UTF-8", Plain, place => new FoldsKeys(place, FoldsKeys.Utf8), "keys-any-unit"),
        new("keys up to NUL", Plain, place => new FoldsKeys(place, FoldsKeys.CString), "keys-any-unit"),
        new(nameof(TakesAThousandKeys), Plain, place => new TakesAThousandKeys(place), "keys-many"),
        new("order without case", Plain, place => new SortsBy(place, StringComparer.OrdinalIgnoreCase), "scan-order"),
        new("order by UTF-8", Plain, place => new SortsBy(place, SortsBy.Utf8), "scan-order", "like-the-model"),
        new("order by hash", Plain, place => new SortsBy(place, SortsBy.Nothing), "scan-order", "keys-many"),
        new("prefix without case", Plain, place => new MatchesBy(place, MatchesBy.WithoutCase), "scan-prefix"),
        new("prefix anywhere", Plain, place => new MatchesBy(place, MatchesBy.Anywhere), "scan-prefix"),
        new("prefix is no match for itself", Plain, place => new MatchesBy(place, MatchesBy.Longer), "scan-prefix"),
        new("prefix as a range", Plain, place => new MatchesBy(place, MatchesBy.InRange), "scan-prefix"),
        new("prefix as a pattern", Plain, place => new MatchesBy(place, MatchesBy.ByPattern), "scan-prefix"),
        new(nameof(ScansOldValues), Plain, place => new ScansOldValues(place), "scan-values", "commit-visible"),
        new(nameof(ScansLive), Plain, place => new ScansLive(place), "scan-snapshot"),
        new(nameof(OneScanAtATime), Plain, place => new OneScanAtATime(place), "scan-abandoned", "scan-snapshot"),
        new(nameof(OneCursor), Plain, place => new OneCursor(place), "scan-twice-at-once"),

        // commits and expectations
        new(nameof(OneChangeABatch), Plain, place => new OneChangeABatch(place), "commit-all", "keys-many"),
        new(nameof(RefusesEmptyBatches), Plain, place => new RefusesEmptyBatches(place), "commit-nothing"),
        new(nameof(KeepsTheBatch), Plain, place => new KeepsTheBatch(place), "batch-copied"),
        new(nameof(ReadsTheBatchLater), Plain, place => new ReadsTheBatchLater(place), "batch-copied"),
        new(nameof(TakesABatchOnce), Plain, place => new TakesABatchOnce(place), "batch-again"),
        new(nameof(WritesWhileChecking), Plain, place => new WritesWhileChecking(place), "expect-none-written", "like-the-model"),
        new(nameof(WritesBeforeChecking), Plain, place => new WritesBeforeChecking(place), "expect-before"),
        new("expectations by length", Plain, place => new JudgesBy(place, JudgesBy.Length), "expect-bytes"),
        new("expectations by beginning", Plain, place => new JudgesBy(place, JudgesBy.Beginning), "expect-bytes"),
        new("expectations by presence", Plain, place => new JudgesBy(place, JudgesBy.Presence), "expect-bytes", "no-lost-update"),
        new("expectations of bytes only", Plain, place => new JudgesBy(place, JudgesBy.BytesOnly), "expect-absent", "one-first"),
        new("expectations with empty as absent", Plain, place => new JudgesBy(place, JudgesBy.EmptyAsAbsent), "expect-empty"),
        new("expectations always hold", Plain, place => new JudgesBy(place, JudgesBy.Always), "expect-bytes", "expect-absent", "expect-none-written", "expect-only", "like-the-model"),
        new(nameof(ChecksChangedKeysOnly), Plain, place => new ChecksChangedKeysOnly(place), "expect-elsewhere"),
        new(nameof(NothingToDo), Plain, place => new NothingToDo(place), "expect-only"),
        new(nameof(FalseWhereThereIsNoRoom), Small, place => new FalseWhereThereIsNoRoom(place), "no-room"),
        new(nameof(WritesUntilFull), Small, place => new WritesUntilFull(place), "no-room"),
        new(nameof(FullForGood), Small, place => new FullForGood(place), "no-room"),

        // many at once
        new(nameof(LosesUpdates), Plain, place => new LosesUpdates(place), "no-lost-update", "one-first"),
        new(nameof(OverwritesOthers), Plain, place => new OverwritesOthers(place), "every-commit-lands"),
        new(nameof(ShowsHalves), Plain, place => new ShowsHalves(place), "whole-for-readers"),
        new(nameof(CommitsAfterCancelling), Plain, place => new CommitsAfterCancelling(place), "cancelled-midway"),

        // opening and closing
        new(nameof(ForgetsTheLastCommit), Plain, place => new ForgetsTheLastCommit(place), "reopened-the-same"),
        new(nameof(EmptyEveryThirdTime), Plain, place => new EmptyEveryThirdTime(place), "reopened-often", "like-the-model"),
        new(nameof(ClosesOnce), Plain, place => new ClosesOnce(place), "closed-twice"),
        new(nameof(WorksWhenClosed), Plain, place => new WorksWhenClosed(place), "closed-is-closed"),
        new(nameof(AcknowledgesEarly), Plain, place => new AcknowledgesEarly(place), "closed-in-flight"),
        new("open twice", Plain | StoreCapabilities.ExclusiveAccess, place => { place.IsOpen = false; return new TinyStore(place); }, "open-once"),
        new(nameof(HasAKeyOfItsOwn), Plain, place => new HasAKeyOfItsOwn(place), "new-place-empty"),
        new(nameof(OnePlaceForAll), Plain, place => new OnePlaceForAll(place), "places-apart"),
        new("tracks in silence", Plain, place => new TinyTrackingStore(place), "declared-as-it-is"),
        new("declares too much", Tracking, place => new TinyStore(place), "declared-as-it-is"),

        // changes
        new(nameof(TokenStays), Tracking, place => new TokenStays(place), "changes-token"),
        new(nameof(TokenRunsOn), Tracking, place => new TokenRunsOn(place), "changes-token"),
        new(nameof(BelievesAnyToken), Tracking, place => new BelievesAnyToken(place), "changes-token"),
        new(nameof(CountsTooFew), Tracking, place => new CountsTooFew(place), "changes-counted"),
        new(nameof(LastsAnywhere), Tracking, place => new LastsAnywhere(place), "changes-lasting"),
        new(nameof(RemovalsGoUnnoticed), Tracking, place => new RemovalsGoUnnoticed(place), "changes-named"),
        new(nameof(RemembersAHundred), Tracking, place => new RemembersAHundred(place), "changes-named"),
        new(nameof(NotesTooEarly), Tracking, place => new NotesTooEarly(place), "changes-followed"),
        new(nameof(ListensTooLate), Tracking, place => new ListensTooLate(place), "changes-from-nothing"),

        // abilities
        new(nameof(ReadsManyInItsOwnOrder), Able, place => new ReadsManyInItsOwnOrder(place), "many-as-one-by-one"),
        new(nameof(ReadsManyOfBefore), Able, place => new ReadsManyOfBefore(place), "many-current"),
        new("changes values and is passed by", Able, place => new TurnsAround(new TinyAbleStore(place)), "many-as-one-by-one"),
        new(nameof(CompactsTooMuch), Able, place => new CompactsTooMuch(place), "compacted-the-same"),
        new(nameof(FlushesAway), Able, place => new FlushesAway(place), "flushed-the-same"),
        new(nameof(RotatesAway), Able, place => new RotatesAway(place), "rekeyed-the-same", "rotated-every-record"),
        new(nameof(RotatesHalf), Able, place => new RotatesHalf(place), "rotated-every-record"),
        new(nameof(TellsNoRecovery), Able, place => new TellsNoRecovery(place), "recovered-nothing"),
        new(nameof(DeletesMoreThanDamage), Able, place => new DeletesMoreThanDamage(place), "recovered-nothing"),
        new(nameof(WritesAllTheSame), Able, place => new WritesAllTheSame(place), "read-only-refuses"),

        // several stores on one place
        new("counts its own only", Shared | Tracking, place => new CountsTooFew(place), "shared-changes-counted"),
        new(nameof(CachesForItself), Shared, place => new CachesForItself(place), "shared-visible"),
        new(nameof(OpensAnew), Shared, place => new OpensAnew(place), "shared-opening"),
        new(nameof(LocksForItself), Shared, place => new LocksForItself(place), "shared-no-lost-update"),
        new("shows halves to others", Shared, place => new ShowsHalves(place), "shared-whole"),
        new(nameof(TracksItselfOnly), Shared | Tracking, place => new TracksItselfOnly(place), "shared-changes", "shared-changes-followed", "shared-changes-from-nothing"),
    ];

    /// <summary>The store that the others were made from, with each set of abilities.</summary>
    public static IReadOnlyList<TinyUnderTest> Whole { get; } =
    [
        new("tiny, nothing declared", StoreCapabilities.None, place => new TinyStore(place)),
        new("tiny, shared and tracking", Shared | Tracking | Small, place => new TinyTrackingStore(place)),
        new("tiny, able", Able, place => new TinyAbleStore(place)),
        new("tiny, exclusive", Plain | StoreCapabilities.ExclusiveAccess, place => new TinyStore(place)),
    ];
}
