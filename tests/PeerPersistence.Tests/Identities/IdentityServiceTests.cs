using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;

namespace PeerPersistence.Tests.Identities;

/// <summary>What is handed out passes every call on, and keeps the identity open meanwhile.</summary>
public sealed class IdentityServiceTests
{
    public static TheoryData<string> Methods() =>
        [.. typeof(IPeerPersistenceService).GetMethods().Select(method => method.ToString()!)];

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task EveryMethod_Called_ArrivesAsItIs(string name)
    {
        var method = typeof(IPeerPersistenceService).GetMethods().Single(method => method.ToString() == name);
        var inner = DispatchProxy.Create<IPeerPersistenceService, Recorder>();
        await using var pool = new IdentityPool(
            _ => Task.FromResult(new OpenIdentity(inner, new InMemoryKeyValueStore(), [])), new(), TimeProvider.System, NullLogger.Instance);
        var service = new IdentityService("a", pool, _ => KeyStrength.Application);
        await service.InitializeAsync();
        var arguments = method.GetParameters().Select(ValueOf).ToArray();

        var called = method.Invoke(service, arguments);
        if (called is Task task)
            await task;
        if (called is IAsyncEnumerable<PeerChange> changes)
            (await changes.GetAsyncEnumerator().MoveNextAsync()).Should().BeFalse();

        var (last, given) = ((Recorder)(object)inner).Last;
        last.Should().BeSameAs(method);
        given.Should().Equal(arguments, (a, b) => Equals(a, b) || (a is CancellationToken && called is IAsyncEnumerable<PeerChange>));
    }

    [Fact]
    public async Task KeyStrength_Closed_IsThatOfItsProvider()
    {
        await using var pool = new IdentityPool(_ => throw new IOException("no"), new(), TimeProvider.System, NullLogger.Instance);

        new IdentityService("a", pool, _ => KeyStrength.FileSystem).KeyStrength.Should().Be(KeyStrength.FileSystem);
        new IdentityService("a", pool, _ => KeyStrength.FileSystem).NotifyNetworkChanged();
    }

    [Fact]
    public async Task Flush_WhileItCloses_WaitsUntilItIsClosed()
    {
        var scene = new PoolScene(idleTimeout: TimeSpan.FromMinutes(5));
        var gate = new TaskCompletionSource();
        scene.Closing = _ => gate.Task;
        await scene.UseAsync("a");
        scene.Time.Advance(TimeSpan.FromMinutes(5));

        var flush = new IdentityService("a", scene.Pool, _ => KeyStrength.Application).FlushAsync();
        flush.IsCompleted.Should().BeFalse();
        gate.SetResult();
        await flush;

        scene.Events.Should().Equal("+a", "-a");
    }

    private static object? ValueOf(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type == typeof(string) => parameter.Name,
        var type when type == typeof(bool) => true,
        var type when type == typeof(int) => 7,
        var type when type == typeof(TimeSpan) => TimeSpan.FromMinutes(1),
        var type when type == typeof(CancellationToken) => new CancellationTokenSource().Token,
        var type when type.IsValueType => Activator.CreateInstance(type),
        var type when type.GetConstructor(Type.EmptyTypes) is not null => Activator.CreateInstance(type),
        _ => null,
    };

    public class Recorder : DispatchProxy
    {
        private static async IAsyncEnumerable<PeerChange> NoChangesAsync()
        {
            await Task.CompletedTask;
            yield break;
        }

        internal (MethodInfo? Method, object?[]? Arguments) Last { get; private set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var result = targetMethod!.ReturnType;
            if (result == typeof(ValueTask))
                return default(ValueTask);
            Last = (targetMethod, args);
            if (result == typeof(void))
                return null;
            if (result == typeof(Task))
                return Task.CompletedTask;
            if (result == typeof(IAsyncEnumerable<PeerChange>))
                return NoChangesAsync();
            return result.IsGenericType
                ? typeof(Task).GetMethod(nameof(Task.FromResult))!.MakeGenericMethod(result.GetGenericArguments()).Invoke(null, [null])
                : Activator.CreateInstance(result);
        }
    }
}
