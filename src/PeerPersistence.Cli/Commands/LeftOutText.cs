using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>Whom a backup had to leave out, a line each.</summary>
internal static class LeftOutText
{
    public static void Write(IAnsiConsole screen, IEnumerable<string> peerIds)
    {
        foreach (var peerId in peerIds)
            screen.MarkupLine($"[red]✗[/] not in the backup: {PlainText.Markup(peerId, 48)}, whose record could not be read");
    }
}
