using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using PeerPersistence.Tests.FinePrint;

namespace PeerPersistence.Tests.Identities;

/// <summary>The calls of a service that is open only while somebody calls.</summary>
public sealed class PooledCoreTests
{
    /// <summary>Calls that a closed identity needs not be opened for.</summary>
    private static readonly string[] NeverOpening = [nameof(IPeerUpkeep.FlushAsync), nameof(IAsyncDisposable.DisposeAsync)];

    public static TheoryData<string> Calls() => [.. EveryCall.Names];

    public static TheoryData<string> Methods() =>
    [
        .. typeof(IPeerPersistenceService).GetInterfaces().Append(typeof(IPeerPersistenceService)).SelectMany(part => part.GetMethods())
            .Where(method => typeof(Task).IsAssignableFrom(method.ReturnType) && !NeverOpening.Contains(method.Name)).Select(method => method.Name).Distinct(),
    ];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task EveryCall_IsDoneAndLeavesNobodyInTheIdentity(string name)
    {
        var store = new InMemoryKeyValueStore();
        var core = PoolScene.CoreOn(store);
        await using var pool = PoolOf(() => Task.FromResult(new OpenIdentity(core, store, [core])));
        var service = ServiceOf(pool);
        await service.StorePeerAsync(PeerData.Create("a"));

        await EveryCall.RunAsync(name, service);

        await pool.DisposeAsync();
        await FluentActions.Awaiting(() => core.ReadyAsync(CancellationToken.None)).Should().ThrowAsync<ObjectDisposedException>("the pool closed what nobody uses");
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task EveryMethod_WhereTheIdentityCannotBeOpened_Throws(string name)
    {
        await using var pool = PoolOf(() => throw new IOException("no"));
        var methods = typeof(PeerPersistenceService).GetMethods().Where(method => method.Name == name);
        foreach (var method in methods)
        {
            var call = () => (Task)method.Invoke(ServiceOf(pool), [.. method.GetParameters().Select(ValueOf)])!;
            await call.Should().ThrowAsync<IOException>("{0} opens it", method);
        }
    }

    [Fact]
    public async Task KeyStrength_Closed_IsThatOfItsProvider()
    {
        await using var pool = PoolOf(() => throw new IOException("no"));

        ServiceOf(pool, KeyStrength.FileSystem).KeyStrength.Should().Be(KeyStrength.FileSystem);
        ServiceOf(pool).NotifyNetworkChanged();
    }

    [Fact]
    public async Task Flush_WhileItCloses_WaitsUntilItIsClosed()
    {
        var scene = new PoolScene(idleTimeout: TimeSpan.FromMinutes(5));
        var gate = new TaskCompletionSource();
        scene.Closing = _ => gate.Task;
        await scene.UseAsync("a");
        scene.Time.Advance(TimeSpan.FromMinutes(5));

        var flush = ServiceOf(scene.Pool).FlushAsync();
        flush.IsCompleted.Should().BeFalse();
        gate.SetResult();
        await flush;

        scene.Events.Should().Equal("+a", "-a");
    }

    private static IdentityPool PoolOf(Func<Task<OpenIdentity>> open) => new(_ => open(), new(), TimeProvider.System, NullLogger.Instance);

    private static PeerPersistenceService ServiceOf(IdentityPool pool, KeyStrength strength = KeyStrength.Application) =>
        new(new PooledCore("a", pool, _ => strength));

    private static object? ValueOf(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type == typeof(string) => parameter.HasDefaultValue ? null : parameter.Name,
        var type when type == typeof(bool) => false,
        var type when type == typeof(int) => 7,
        var type when type == typeof(TimeSpan) => TimeSpan.FromMinutes(1),
        var type when type == typeof(PeerData) => PeerData.Create("a"),
        var type when type == typeof(IEnumerable<string>) => Array.Empty<string>(),
        var type when type == typeof(IEnumerable<PeerData>) => Array.Empty<PeerData>(),
        var type when type == typeof(Func<PeerData, PeerData>) => (PeerData peer) => peer,
        var type when type == typeof(Func<PeerData, CancellationToken, Task<bool>>) => (PeerData _, CancellationToken _) => Task.FromResult(true),
        var type when type == typeof(Func<PeerData, CancellationToken, Task<QualityMeasurement?>>) =>
            (PeerData _, CancellationToken _) => Task.FromResult<QualityMeasurement?>(null),
        var type when type == typeof(IMasterKeyProvider) => new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray()),
        var type when type == typeof(Stream) => new MemoryStream("{\"peers\":[]}"u8.ToArray()),
        var type when type.IsValueType => Activator.CreateInstance(type),
        var type when type.GetConstructor(Type.EmptyTypes) is not null => Activator.CreateInstance(type),
        _ => null,
    };
}
