using System.Reflection;

namespace PeerPersistence.KeeperSimulator;

#pragma warning disable CA1852 // The proxy is a class made from it.
/// <summary>A service that marks what goes on in each of its rounds of tries as that round's, and does all else as it is.</summary>
internal class WatchedService : DispatchProxy
#pragma warning restore CA1852
{
    private static readonly AsyncLocal<Round?> Current = new();
    private static readonly Dictionary<MethodInfo, MethodInvoker> Invokers = [];

    private IPeerPersistenceService _service = null!;

    /// <summary>The round in which the caller is.</summary>
    public static Round Round => Current.Value ?? throw new InvalidOperationException("The caller must be in a round (was in none).");

    /// <summary>What a keeper asks of a service.</summary>
    internal interface IWhole : IPeerPersistenceService, ITellsOfWrites;

    public static IPeerPersistenceService Around(IPeerPersistenceService service)
    {
        var watched = Create<IWhole, WatchedService>();
        ((WatchedService)(object)watched)._service = service;
        return watched;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == nameof(IPeerReconnection.ReconnectMeasuredAsync) ? InRound(targetMethod, args) : Call(targetMethod, args);

    private async Task<ReconnectionResult> InRound(MethodInfo method, object?[]? args)
    {
        Current.Value = new(isAside: args!.OfType<ReconnectOptions>().Single() is { Background: false, Query.OnlyPeerIds.Count: 1 });
        return await ((Task<ReconnectionResult>)Call(method, args)!).ConfigureAwait(false);
    }

    private object? Call(MethodInfo method, object?[]? args)
    {
        if (!Invokers.TryGetValue(method, out var invoker))
            Invokers.Add(method, invoker = MethodInvoker.Create(method));
        return invoker.Invoke(_service, args.AsSpan());
    }
}

/// <summary>A round of tries, and what came of it.</summary>
/// <param name="isAside">It is for one peer, whom a user wants, or who has a new address: it runs beside the others.</param>
internal sealed class Round(bool isAside)
{
    public bool IsAside => isAside;

    public bool IsOver { get; set; }

    /// <summary>It proved an outage of the app's own, so no failure of it counts.</summary>
    public bool IsOutage { get; set; }
}
