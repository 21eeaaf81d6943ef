namespace PeerPersistence.Cli;

/// <summary>Which store, and how to read it.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Prefix">What the application's keys begin with.</param>
/// <param name="Encrypted">Whether whole records are encrypted.</param>
/// <param name="Keys">The master key; <c>null</c> where none was named.</param>
internal sealed record StoreChoice(StoreAddress Address, string Prefix, bool Encrypted, IMasterKeyProvider? Keys);
