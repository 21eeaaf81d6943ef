using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeshChat;

/// <summary>How events look to a person.</summary>
internal static class EventText
{
    public static IRenderable Of(ChatEvent chatEvent) => chatEvent switch
    {
        PeerList list => EventTables.Of(list),
        CandidateList list => EventTables.Of(list),

        // A code is copied: nothing may break or indent it.
        Invited e => new Rows(
            new Markup("[grey]Give this to a friend; it works once, within ten minutes:[/]"),
            new Text($"/join {e.Code}") { Overflow = Overflow.Fold }),
        _ => new Markup(LineOf(chatEvent) + Environment.NewLine),
    };

    private static string LineOf(ChatEvent chatEvent) => chatEvent switch
    {
        LineSaid e => $"[green]you[/]  {e.Text.EscapeMarkup()}",
        LineHeard e => $"[aqua]{e.Name}[/]  {e.Text.EscapeMarkup()}",
        DirectSaid e => $"[green]you[/] [magenta]to {e.To} alone{Via(e.Via)}[/]  {e.Text.EscapeMarkup()}",
        DirectHeard e => $"[aqua]{e.Name}[/] [magenta]to you alone{Via(e.Via)}[/]  {e.Text.EscapeMarkup()}",
        Started e => $"You are [green]{e.Name}[/], at {e.Address}. "
            + $"Your friends are kept in {e.Folder.EscapeMarkup()}.{Environment.NewLine}{Advice(e)}",
        Introduced e => $"[grey]{e.By} introduces {e.Name}.[/]",
        Linked e => $"[grey]{e.Name} is here{After(e)}.[/]",
        Unlinked e => $"[grey]{e.Name} {Parting(e)}.[/]",
        Moved e => $"[grey]You are at {e.Address} now; everyone has been told.[/]",
        KeyChanged e => $"[red]{e.Name} shows another key than the one you know.[/] It may be somebody else: ask {e.Name} in another way, "
            + $"then type /accept {e.Name}.",
        AddressChanged e => $"[grey]{e.Name} moves to {e.Address}.[/]",
        CleanedUp e => $"[grey]Cleaned up: {e.Removed} forgotten.[/]",
        Notice e => $"[grey]{e.Text.EscapeMarkup()}[/]",
        Problem e => $"[yellow]{e.Text.EscapeMarkup()}[/]",
        _ => chatEvent.ToString().EscapeMarkup(),
    };

    private static string Advice(Started e) => e.KnownPeers == 0
        ? "[grey]You know nobody yet. Type /invite or /join CODE, or /help.[/]"
        : $"[grey]Calling {Plural(e.KnownPeers, "friend", "friends")} … Type /help to see what you can do.[/]";

    private static string After(Linked e) => e is { Dialled: true, Tries: > 0 }
        ? $", after {Plural(e.Tries, "try", "tries")}, {e.Milliseconds / 1000.0:0.0} s" : "";

    private static string Parting(Unlinked e) => e switch
    {
        { Parted: true } => "ended the link; friends still carry your lines",
        { Departure: Departure.Remote } => "is gone",
        _ => "is out of reach; calling again",
    };

    private static string Via(string? name) => name is null ? "" : $", through {name}";

    private static string Plural(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count} {many}";
}
