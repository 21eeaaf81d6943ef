using System.Globalization;
using System.Reflection;

namespace PeerPersistence.Tests.FinePrint;

/// <summary>The public face that users compile against: names, parameters, defaults. What was added since is not listed.</summary>
public sealed class ApiTests
{
    private static readonly string[] Service =
    [
        "InitializeAsync(CancellationToken cancellationToken = default) : Task",
        "StorePeerAsync(PeerData peer, CancellationToken cancellationToken = default) : Task",
        "StorePeersAsync(IEnumerable<PeerData> peers, CancellationToken cancellationToken = default) : Task",
        "GetPeerAsync(String peerId, CancellationToken cancellationToken = default) : Task<PeerData>",
        "RemovePeerAsync(String peerId, CancellationToken cancellationToken = default) : Task<Boolean>",
        "UpdatePeerAsync(String peerId, Func<PeerData, PeerData> update, CancellationToken cancellationToken = default) : Task<Boolean>",
        "UpdateLastSeenAsync(String peerId, CancellationToken cancellationToken = default) : Task<Boolean>",
        "UpdateConnectionQualityAsync(String peerId, QualityMeasurement measurement, CancellationToken cancellationToken = default) : Task<Boolean>",
        "ReplaceConnectionQualityAsync(String peerId, ConnectionQuality quality, CancellationToken cancellationToken = default) : Task<Boolean>",
        "RecordConnectedAsync(String peerId, QualityMeasurement measurement = default, Boolean inbound = False, CancellationToken cancellationToken = default) : Task<Boolean>",
        "RecordDisconnectedAsync(String peerId, TimeSpan uptime, Departure departure = Network, CancellationToken cancellationToken = default) : Task<Boolean>",
        "RecordFailedAttemptAsync(String peerId, CancellationToken cancellationToken = default) : Task<Boolean>",
        "ObserveMeshAsync(IEnumerable<String> presentPeerIds, IReadOnlyCollection<String> heardFrom = default, CancellationToken cancellationToken = default) : Task",
        "GetAllPeerIdsAsync(CancellationToken cancellationToken = default) : Task<IReadOnlyList<String>>",
        "QueryPeersAsync(PeerQuery query = default, CancellationToken cancellationToken = default) : Task<IReadOnlyList<PeerData>>",
        "QueryPageAsync(PeerQuery query, String continuationToken = default, CancellationToken cancellationToken = default) : Task<PeerPage>",
        "GetReconnectionCandidatesAsync(ReconnectionQuery query = default, CancellationToken cancellationToken = default) : Task<ReconnectionCandidates>",
        "ReconnectAsync(Func<PeerData, CancellationToken, Task<Boolean>> connect, ReconnectOptions options = default, IProgress<ReconnectionProgress> progress = default, CancellationToken cancellationToken = default) : Task<ReconnectionResult>",
        "CleanupStalePeersAsync(CancellationToken cancellationToken = default) : Task<Int32>",
        "CleanupLruAsync(Int32 keep, CancellationToken cancellationToken = default) : Task<Int32>",
        "ClearExpiredBlacklistsAsync(CancellationToken cancellationToken = default) : Task<Int32>",
        "NeedsCleanupAsync(CancellationToken cancellationToken = default) : Task<Boolean>",
        "GetStorageStatsAsync(CancellationToken cancellationToken = default) : Task<StorageStats>",
        "ExportDataAsync(ExportOptions options = default, CancellationToken cancellationToken = default) : Task<PeerExport>",
        "ImportDataAsync(PeerExport export, ImportOptions options = default, CancellationToken cancellationToken = default) : Task<ImportResult>",
        "ClearAllAsync(CancellationToken cancellationToken = default) : Task",
    ];

    private static readonly string[] Store =
    [
        "GetAsync(String key, CancellationToken cancellationToken = default) : ValueTask<Nullable<ReadOnlyMemory<Byte>>>",
        "ScanAsync(String prefix, CancellationToken cancellationToken = default) : IAsyncEnumerable<KeyValuePair<String, ReadOnlyMemory<Byte>>>",
        "CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default) : ValueTask<Boolean>",
    ];

    private static readonly string[] Keys =
    [
        "WrapAsync(ReadOnlyMemory<Byte> dataKey, ReadOnlyMemory<Byte> associatedData, CancellationToken cancellationToken = default) : ValueTask<Byte[]>",
        "UnwrapAsync(ReadOnlyMemory<Byte> wrapped, ReadOnlyMemory<Byte> associatedData, CancellationToken cancellationToken = default) : ValueTask<Byte[]>",
    ];

    [Fact]
    public void Methods_OfTheService_AreTheFrozen() => typeof(IPeerPersistenceService).GetInterfaces().Append(typeof(IPeerPersistenceService)).SelectMany(SignaturesOf).Should().Contain(Service);

    [Fact]
    public void Methods_ThatAStoreOrAKeyProviderHasToBring_AreTheFrozenAndNoMore()
    {
        SignaturesOf(typeof(IKeyValueStore)).Should().BeEquivalentTo(Store);
        SignaturesOf(typeof(IMasterKeyProvider)).Should().BeEquivalentTo([.. Keys, "get_Name() : String", "get_Strength() : KeyStrength"]);
        SignaturesOf(typeof(Microsoft.Extensions.DependencyInjection.IPeerPersistenceBuilder)).Should().BeEquivalentTo(
            "get_Name() : String", "get_Services() : IServiceCollection", "get_Options() : OptionsBuilder<PeerPersistenceOptions>");
    }

    [Fact]
    public void Constructor_OfTheService_IsTheFrozen() =>
        typeof(PeerPersistenceService).GetConstructors().Select(constructor => Parameters(constructor)).Should().Equal(
            "IKeyValueStore store, PeerPersistenceOptions options = default, IMasterKeyProvider keys = default, TimeProvider timeProvider = default, ILogger<PeerPersistenceService> logger = default, IReconnectionRanker ranker = default");

    [Fact]
    public void Enums_HaveTheirNamesInOrder()
    {
        Names<ConnectionType>().Should().Be("Unknown Host ServerReflexive PeerReflexive Relay");
        Names<SecretStatus>().Should().Be("None Available KeyUnavailable Damaged NewerVersion");
        Names<PeerSortBy>().Should().Be("LastSeen LastConnected Quality");
        Names<PeerSortOrder>().Should().Be("Descending Ascending");
        Names<Departure>().Should().Be("Remote Local Network");
        Names<ImportConflict>().Should().Be("KeepNewest KeepExisting Replace");

        static string Names<T>() where T : struct, Enum => string.Join(' ', Enum.GetNames<T>());
    }

    [Fact]
    public void Exceptions_HaveOneBase()
    {
        foreach (var type in new[]
        {
            typeof(StoreLockedException), typeof(StoreFullException), typeof(StoreCorruptedException), typeof(PeerDataCorruptedException),
            typeof(SecretUnavailableException), typeof(UnsupportedSchemaVersionException), typeof(ImportFormatException),
        })
            type.Should().BeDerivedFrom<PeerPersistenceException>().And.BeSealed();
        typeof(PeerPersistenceException).Should().BeDerivedFrom<Exception>();
    }

    [Fact]
    public void Types_AreSealedRecordsAndClasses()
    {
        foreach (var record in new[]
        {
            typeof(PeerData), typeof(ConnectionQuality), typeof(QualityMeasurement), typeof(IceServer), typeof(IceCandidate), typeof(PeerQuery), typeof(PeerPage),
            typeof(ReconnectionQuery), typeof(ReconnectionCandidate), typeof(StorageStats), typeof(PeerExport), typeof(ExportOptions), typeof(ImportOptions),
            typeof(ImportResult), typeof(ReconnectOptions), typeof(ReconnectionResult),
        })
        {
            record.Should().BeSealed();
            record.GetMethod("<Clone>$").Should().NotBeNull("{0} is a record", record);
        }

        foreach (var type in new[] { typeof(PeerPersistenceService), typeof(ReconnectionCandidates), typeof(PeerPersistenceOptions), typeof(KeyValueBatch), typeof(InMemoryKeyValueStore), typeof(FileKeyValueStore) })
            type.Should().BeSealed();
        typeof(IPeerPersistenceService).Should().Implement<IAsyncDisposable>();
        typeof(FileKeyValueStore).Should().Implement<IAsyncDisposable>().And.Implement<IKeyValueStore>();
        typeof(PeerScore).Should().BeStatic();
    }

    private static IEnumerable<string> SignaturesOf(Type type) =>
        type.GetMethods().Select(method => $"{method.Name}({Parameters(method)}) : {NameOf(method.ReturnType)}");

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{NameOf(parameter.ParameterType)} {parameter.Name}" + (parameter.HasDefaultValue ? " = " + Default(parameter.DefaultValue) : "")));

    private static string? Default(object? value) => value is null ? "default" : Convert.ToString(value, CultureInfo.InvariantCulture);

    private static string NameOf(Type type) =>
        type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>" : type.Name;
}
