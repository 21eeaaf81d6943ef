namespace PeerPersistence.PostgreSql.Tests;

internal sealed class PostgreSqlUnderTest : StoreUnderTest
{
    public override string Name => nameof(PostgreSqlKeyValueStore);

    /// <summary>Those who lose an update wait before they try again: seconds, and a minute where the machine has much to do.</summary>
    public override TimeSpan TimeLimit => TimeSpan.FromMinutes(10);

    public override StoreCapabilities Capabilities =>
        StoreCapabilities.Persistent | StoreCapabilities.ChangeTracking | StoreCapabilities.MultipleWriters | StoreCapabilities.BinaryValues | StoreCapabilities.BatchReading;

    public override async ValueTask<IKeyValueStore> OpenAsync(string place, CancellationToken cancellationToken = default) =>
        await SharedServer.OpenAsync(place);
}
