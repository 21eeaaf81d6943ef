namespace MeshChat;

/// <summary>Where lines are typed and events are shown.</summary>
internal interface ITerminal
{
    void Show(ChatEvent chatEvent);

    /// <returns>The next line that was typed; <c>null</c>: there will be none.</returns>
    Task<string?> ReadLineAsync(CancellationToken cancellationToken);
}
