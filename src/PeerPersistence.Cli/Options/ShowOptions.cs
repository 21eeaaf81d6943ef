using System.CommandLine;

namespace PeerPersistence.Cli;

/// <summary>What is shown of a peer only when it is asked for.</summary>
internal sealed class ShowOptions
{
    private readonly Option<bool> _secrets = new("--show-secrets")
    {
        Description = "Shows shared secrets, and user names and passwords of TURN servers, in clear.",
    };

    private readonly Option<bool> _addresses = new("--show-addresses") { Description = "Shows IP addresses, candidates and servers." };

    private readonly Option<bool> _metadata = new("--show-metadata")
    {
        Description = "Shows the application's own data, whatever it is.",
    };

    public void AddTo(Command command)
    {
        command.Add(_secrets);
        command.Add(_addresses);
        command.Add(_metadata);
    }

    public Shown Read(ParseResult parsed) => new(parsed.GetValue(_secrets), parsed.GetValue(_addresses), parsed.GetValue(_metadata));
}

/// <summary>What of a peer may be shown.</summary>
internal sealed record Shown(bool Secrets, bool Addresses, bool Metadata);
