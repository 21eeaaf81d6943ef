using System.Globalization;
using System.Net;

namespace MeshChat;

/// <summary>The command line.</summary>
internal sealed record ChatOptions
{
    public const string Usage = """
        MeshChat: a chat without a server, for people and scripts.

          MeshChat NAME [options]     chat as NAME
          MeshChat demo               watch five peers lose and find each other

          --data FOLDER       where NAME's identity and friends are kept
          --address ADDRESS   the IP address to listen at; 127.0.0.1 unless given
          --port PORT         the port to listen at; the last one, or a free one, unless given
          --join CODE         use a friend's invitation at once
          --max-peers NUMBER  how many peers to remember; 100 unless given
          --script            commands from standard input, events as JSON on standard output
          --quick             ping, gossip and clean up every few seconds
        """;

    public required string Name { get; init; }

    public required string Folder { get; init; }

    public IPAddress Address { get; init; } = IPAddress.Loopback;

    public int? Port { get; init; }

    public string? Join { get; init; }

    public int MaxPeers { get; init; } = 100;

    public bool Script { get; init; }

    public bool Quick { get; init; }

    /// <exception cref="FormatException">What is wrong with the command line.</exception>
    public static ChatOptions Parse(IReadOnlyList<string> arguments)
    {
        // A mistyped option would be as good a name as any.
        var name = arguments.Count > 0 && !arguments[0].StartsWith('-') ? arguments[0]
            : throw new FormatException(
                $"A name comes first, then the options: MeshChat NAME {PlainText.Clean(string.Join(' ', arguments))}");
        if (!PlainText.IsName(name))
            throw new FormatException($"A name has 1 to {WireLimits.Name} letters, digits, - or _ (was '{PlainText.Clean(name)}').");

        var options = new ChatOptions { Name = name, Folder = ChatFolder.DefaultFor(name) };
        for (var i = 1; i < arguments.Count; i++)
        {
            var option = arguments[i];
            string Value() => ++i < arguments.Count ? arguments[i] : throw new FormatException($"{option} needs a value.");
            options = option switch
            {
                "--data" => options with { Folder = Value() },
                "--address" => options with { Address = Reachable(option, Value()) },
                "--port" => options with { Port = Number(option, Value(), 0, ushort.MaxValue) },
                "--join" => options with { Join = Value() },
                "--max-peers" => options with { MaxPeers = Number(option, Value(), 1, int.MaxValue) },
                "--script" => options with { Script = true },
                "--quick" => options with { Quick = true },
                _ => throw new FormatException($"'{PlainText.Clean(option)}' is no option; MeshChat --help lists them."),
            };
        }

        return options;
    }

    private static IPAddress Reachable(string option, string text) =>
        IPAddress.TryParse(text, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
            ? address : throw new FormatException($"{option} needs the IP address at which friends reach you.");

    private static int Number(string option, string text, int least, int most) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number : throw new FormatException($"{option} needs a number from {least} to {most}.");
}
