using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>Gets rid of the bytes of what was removed or replaced.</summary>
internal static class CompactCommand
{
    public static Command Create(Tool tool) => tool.Runs(
        new Command(
            "compact", "Rewrites a store without what was removed or replaced. Needs no key. A PostgreSQL server does this by itself."),
        async (run, cancellationToken) =>
        {
            var address = run.Address;
            if (address.Scheme.Files(address.Place).Count == 0)
                throw ToolException.Usage("Such a store has no file that could be compacted: its server does it.");
            var before = SizeOf(address);
            var store = await address.Scheme.OpenAsync(address.Place, mayCreate: false, cancellationToken).ConfigureAwait(false);
            await using (((IAsyncDisposable)store).ConfigureAwait(false))
                await store.Ability<ICompactingStore>()!.CompactAsync(cancellationToken).ConfigureAwait(false);
            CompactJson document = new(address.ToString(), before, SizeOf(address));
            run.Show(document, ToolJson.Default.CompactJson, screen => screen.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{PlainText.Of(document.Store)}: {Counted.Of(document.BytesBefore, "byte")} before, {document.BytesAfter:N0} now")));
            return ExitCode.Done;
        });

    private static long SizeOf(StoreAddress address) =>
        address.Scheme.Files(address.Place).Select(path => new FileInfo(path)).Sum(file => file.Exists ? file.Length : 0);
}
