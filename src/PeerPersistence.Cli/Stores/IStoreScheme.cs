namespace PeerPersistence.Cli;

/// <summary>One kind of store that the program can open.</summary>
internal interface IStoreScheme
{
    /// <summary>What stands before the colon.</summary>
    string Name { get; }

    /// <summary>The form of an address, for help.</summary>
    string Form { get; }

    /// <summary>Whether several processes may have such a store open.</summary>
    bool IsShared { get; }

    /// <summary>A place as it may be shown: without passwords.</summary>
    string Describe(string place);

    /// <summary>The files that such a store is made of, there or not.</summary>
    IReadOnlyList<string> Files(string place);

    /// <summary>Reads everything as it is at this instant, whoever else is at work on it, and writes nothing.</summary>
    /// <exception cref="ToolException">There is no store.</exception>
    Task<StoreSnapshot> ReadAsync(string place, CancellationToken cancellationToken);

    /// <summary>Keeps others from writing to the store until what is returned is disposed of; <c>null</c>: this kind need not.</summary>
    /// <exception cref="StoreLockedException">Somebody has it open.</exception>
    IDisposable? Hold(string place) => null;

    /// <summary>Opens the store to change it; the caller disposes of it, asynchronously if it can be.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="mayCreate">Whether one may be made if there is none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ToolException">There is no store.</exception>
    Task<IKeyValueStore> OpenAsync(string place, bool mayCreate, CancellationToken cancellationToken);
}
