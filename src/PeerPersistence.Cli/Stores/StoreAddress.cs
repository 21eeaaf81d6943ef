namespace PeerPersistence.Cli;

/// <summary>Where a store is.</summary>
/// <param name="Scheme">Which kind of store.</param>
/// <param name="Place">Where, in that kind's own words.</param>
internal sealed record StoreAddress(IStoreScheme Scheme, string Place)
{
    /// <summary>As on the command line, passwords left out.</summary>
    public override string ToString() => $"{Scheme.Name}:{Scheme.Describe(Place)}";
}
