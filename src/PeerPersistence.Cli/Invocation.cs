using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>One run of one command.</summary>
internal sealed class Invocation(ParseResult parsed, CommonOptions common, ToolConsole console)
{
    public ToolConsole Console => console;

    public ParseResult Parsed => parsed;

    public DateTimeOffset Now => console.Time.GetUtcNow();

    /// <summary>Whether the result is JSON instead of text.</summary>
    public bool Json => parsed.GetValue(common.Json);

    public StoreAddress Address => common.Store.Read(parsed);

    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    /// <summary>The store and the keys; asks for the passphrase.</summary>
    /// <param name="mayCreateKeys">Whether a key file that is not there is made with the first secret.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public async Task<StoreChoice> ChooseAsync(bool mayCreateKeys, CancellationToken cancellationToken)
    {
        var (address, encrypted) = (Address, parsed.GetValue(common.Encrypted));
        var keys = await common.Keys.ReadAsync(parsed, common.Store, console, mayCreateKeys, cancellationToken).ConfigureAwait(false);
        return encrypted && keys is null
            ? throw ToolException.Keys("Without keys nothing of encrypted records can be read: --key-file or --passphrase.")
            : new(address, parsed.GetValue(common.Prefix)!, encrypted, keys);
    }

    /// <summary>The peers of a store as they are at this instant. Nothing is written to it.</summary>
    public async Task<OpenedPeers> ReadAsync(CancellationToken cancellationToken) => await OpenedPeers.ReadAsync(
        await ChooseAsync(mayCreateKeys: false, cancellationToken).ConfigureAwait(false),
        console.Time,
        cancellationToken).ConfigureAwait(false);

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
