namespace PeerPersistence;

/// <summary>ICE's names of the types; <c>null</c>, and a name that ICE does not have, is unknown.</summary>
internal static class ConnectionTypeNames
{
    public static ConnectionType Read(ref JsonCursor json)
    {
        if (json.TryPlain(out var name))
        {
            return name.SequenceEqual("host"u8) ? ConnectionType.Host
                : name.SequenceEqual("srflx"u8) ? ConnectionType.ServerReflexive
                : name.SequenceEqual("relay"u8) ? ConnectionType.Relay
                : Parse(PlainText.ToString(name));
        }

        return json.Text() is { } odd ? Parse(odd) : ConnectionType.Unknown;
    }

    public static ConnectionType Parse(ReadOnlySpan<char> name) => name switch
    {
        "host" => ConnectionType.Host,
        "srflx" => ConnectionType.ServerReflexive,
        "prflx" => ConnectionType.PeerReflexive,
        "relay" => ConnectionType.Relay,
        _ => ConnectionType.Unknown,
    };

    public static string? NameOf(ConnectionType type) => type switch
    {
        ConnectionType.Host => "host",
        ConnectionType.ServerReflexive => "srflx",
        ConnectionType.PeerReflexive => "prflx",
        ConnectionType.Relay => "relay",
        _ => null,
    };
}
