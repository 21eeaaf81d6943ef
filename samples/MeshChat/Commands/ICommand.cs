namespace MeshChat;

/// <summary>Something a user can do by typing <c>/name</c>.</summary>
internal interface ICommand
{
    string Name { get; }

    /// <summary>What follows the name; empty: nothing.</summary>
    string Argument { get; }

    /// <summary>What it does, in a few words.</summary>
    string Help { get; }

    Task RunAsync(string argument, CancellationToken cancellationToken);
}
