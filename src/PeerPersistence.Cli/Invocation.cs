using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>One run of one command.</summary>
internal sealed class Invocation(ParseResult parsed, CommonOptions common, ToolConsole console)
{
    private StoreAddress? _chosen;

    public ToolConsole Console => console;

    public ParseResult Parsed => parsed;

    public DateTimeOffset Now => console.Time.GetUtcNow();

    /// <summary>Whether the result is JSON instead of text.</summary>
    public bool Json => parsed.GetValue(common.Json);

    public StoreAddress Address => common.Store.Read(parsed);

    /// <summary>The key file that is named, or that of <c>--app</c>; <c>null</c>: neither.</summary>
    public string? KeyFile => common.Keys.KeyFile(parsed, common.Store);

    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    /// <summary>The store and the keys; asks for the passphrase.</summary>
    /// <param name="mayCreateKeys">Whether a key file that is not there is made with the first secret.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public async Task<StoreChoice> ChooseAsync(bool mayCreateKeys, CancellationToken cancellationToken)
    {
        var (address, encrypted) = (Address, parsed.GetValue(common.Encrypted));
        _chosen = address;
        var keys = await common.Keys.ReadAsync(parsed, common.Store, console, mayCreateKeys, cancellationToken).ConfigureAwait(false);
        return encrypted && keys is null
            ? throw ToolException.Keys("Without keys nothing of encrypted records can be read: --key-file or --passphrase.")
            : new(address, parsed.GetValue(common.Prefix)!, encrypted, keys is null ? null : new TriedKey(keys));
    }

    /// <summary>The peers of a store as they are at this instant. Nothing is written to it.</summary>
    public async Task<OpenedPeers> ReadAsync(CancellationToken cancellationToken, Action<PeerPersistenceOptions>? configure = null)
    {
        var choice = await ChooseAsync(mayCreateKeys: false, cancellationToken).ConfigureAwait(false);
        var opened = await OpenedPeers.ReadAsync(choice, console.Time, cancellationToken, configure).ConfigureAwait(false);
        await opened.CheckKeyAsync(cancellationToken).ConfigureAwait(false);
        if (opened.Recovery is { IsClean: false } found)
            console.Complain($"warning: the store is damaged: {Counted.Are(found.CommitsLost, "commit")} lost, wholly or in part, " +
                $"in {Counted.Of(found.BytesCut, "byte")}. What is shown is the rest.");
        return opened;
    }

    /// <summary>The peers of a store, to change them.</summary>
    public async Task<OpenedPeers> OpenAsync(CancellationToken cancellationToken, Action<PeerPersistenceOptions>? configure = null)
    {
        var choice = await ChooseAsync(mayCreateKeys: false, cancellationToken).ConfigureAwait(false);
        return await OpenedPeers.OpenAsync(choice, mayCreate: false, console.Time, cancellationToken, configure).ConfigureAwait(false);
    }

    /// <summary>Does something with one peer, and says so if there is none.</summary>
    /// <returns>What that gave; <c>default</c>: there is no such peer.</returns>
    /// <exception cref="ToolException">Its record cannot be read.</exception>
    public async Task<T?> FindAsync<T>(string peerId, Func<Task<T?>> ask)
    {
        try
        {
            if (await ask().ConfigureAwait(false) is { } found && !found.Equals(default(T)))
                return found;
        }
        catch (ArgumentException)
        {
            // What cannot be an id is nobody's.
        }
        catch (PeerDataCorruptedException e)
        {
            throw new ToolException(ExitCode.Problem, e.Message, e);
        }

        console.Complain($"There is no peer '{peerId}'.");
        return default;
    }

    /// <summary>Says that damaged bytes lie beside the store: what they held is missing in it, however well it looks.</summary>
    public void WarnOfSetAside()
    {
        if (_chosen is not { Scheme: FileScheme, Place: var place })
            return;
        foreach (var path in FileScheme.SetAside(place))
            console.Complain($"warning: damaged bytes of the store were set aside in {path}. What they held is missing. Delete them " +
                "when nobody needs them any more.");
    }

    /// <summary>Shows a result: as JSON where that was asked for, else as text.</summary>
    public void Show<T>(T document, JsonTypeInfo<T> type, Action<IAnsiConsole> text)
    {
        if (Json)
            Print(output => output.WriteLine(JsonSerializer.Serialize(document, type)));
        else
            Print(_ => text(console.Screen));
    }

    /// <summary>Writes to standard output.</summary>
    /// <returns>Whether anybody reads it: <c>head</c> stops when it has enough, and that is no error.</returns>
    /// <exception cref="ToolException">It is closed, or on a full disk.</exception>
    public bool Print(Action<TextWriter> write)
    {
        try
        {
            write(console.Output);
            console.Output.Flush();
            return true;
        }
        catch (Exception e) when (StandardOutput.IsNotRead(e))
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ToolException.File($"Standard output cannot be written: {e.Message}", e);
        }
    }
}
