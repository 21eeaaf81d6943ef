namespace PeerPersistence.PostgreSql.Tests;

internal sealed class PostgreSqlUnderTest : StoreUnderTest
{
    public override string Name => nameof(PostgreSqlKeyValueStore);

    public override StoreCapabilities Capabilities =>
        StoreCapabilities.Persistent | StoreCapabilities.ChangeTracking | StoreCapabilities.MultipleWriters | StoreCapabilities.BinaryValues | StoreCapabilities.BatchReading;

    public override async ValueTask<IKeyValueStore> OpenAsync(string place, CancellationToken cancellationToken = default) =>
        await SharedServer.OpenAsync(place);
}
