using System.CommandLine;

namespace PeerPersistence.Cli;

/// <summary>The options that every command takes.</summary>
internal sealed class CommonOptions
{
    public StoreOptions Store { get; } = new();

    public KeyOptions Keys { get; } = new();

    public Option<string> Prefix { get; } = new("--prefix")
    {
        Description = "What the application's keys begin with.",
        DefaultValueFactory = _ => new PeerPersistenceOptions().KeyPrefix,
        Recursive = true,
    };

    public Option<bool> Encrypted { get; } = new("--encrypted")
    {
        Description = "Whole records of the store are encrypted (EncryptRecords).", Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Writes the result as one JSON document.", Recursive = true };

    public void AddTo(RootCommand root)
    {
        Store.AddTo(root);
        root.Add(Prefix);
        root.Add(Encrypted);
        Keys.AddTo(root);
        root.Add(Json);
    }
}
