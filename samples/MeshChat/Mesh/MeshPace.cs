namespace MeshChat;

/// <summary>How often things are done that are done again and again.</summary>
internal sealed record MeshPace
{
    public TimeSpan Ping { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan Gossip { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan Reconnect { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan Upkeep { get; init; } = TimeSpan.FromHours(6);

    /// <summary>How long one call to a peer may take.</summary>
    public TimeSpan Call { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A link on which nothing was heard for so long is dead, whatever the network says.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For demonstrations and tests: often, but with patience for a machine that has much to do.</summary>
    public static MeshPace Quick { get; } = new()
    {
        Ping = TimeSpan.FromSeconds(1),
        Gossip = TimeSpan.FromSeconds(1),
        Reconnect = TimeSpan.FromSeconds(5),
        Upkeep = TimeSpan.FromSeconds(3),
        Call = TimeSpan.FromSeconds(20),
    };
}
