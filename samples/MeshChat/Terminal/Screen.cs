using System.Text;
using Spectre.Console;

namespace MeshChat;

/// <summary>Makes the console fit for what is written on it.</summary>
internal static class Screen
{
    /// <summary>A file or a pipe says nothing of its width, and shows colours as rubbish.</summary>
    private const int WidthOfAPipe = 120;

    public static void Prepare()
    {
        Console.OutputEncoding = Encoding.UTF8;
        if (!Console.IsOutputRedirected)
            return;
        AnsiConsole.Profile.Width = WidthOfAPipe;
        AnsiConsole.Profile.Capabilities.Ansi = false;
        AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
    }
}
