using System.Runtime.InteropServices;

namespace MeshChat;

/// <summary>The line being typed, at the foot of the screen: what others say appears above it and never tears it apart.</summary>
internal sealed class LineEditor : IDisposable
{
    private readonly string _prompt;
    private readonly object _screen = new();
    private readonly PosixSignalRegistration? _resizes;
    private TypedLine _typed = TypedLine.Empty;
    private string _last = "";
    private int _caretColumn;
    private bool _editing;

    public LineEditor(string prompt)
    {
        _prompt = prompt;
        if (!OperatingSystem.IsWindows() && !Console.IsInputRedirected)
            _resizes = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Above(() => { }));
    }

    /// <summary>Writes above the line.</summary>
    public void Above(Action write)
    {
        lock (_screen)
        {
            Erase();
            write();
            Draw();
        }
    }

    /// <summary>Takes the line off the screen.</summary>
    public void Dispose()
    {
        _resizes?.Dispose();
        lock (_screen)
        {
            Erase();
            _editing = false;
        }
    }

    /// <summary>Lets the user type a line; blocks.</summary>
    /// <returns><c>null</c>: Ctrl+D on an empty line.</returns>
    public string? ReadLine()
    {
        lock (_screen)
        {
            _editing = true;
            Draw();
        }

        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            lock (_screen)
            {
                if (key.Key == ConsoleKey.D && key.Modifiers == ConsoleModifiers.Control && _typed.Text.Length == 0)
                    return null;
                if (key.Key == ConsoleKey.Enter)
                    return Take();
                Erase();
                _typed = key.Key == ConsoleKey.UpArrow ? TypedLine.Of(_last) : _typed.After(key);
                Draw();
            }
        }
    }

    private string Take()
    {
        Erase();
        var line = _typed.Text;
        (_typed, _editing) = (TypedLine.Empty, false);
        if (line.Length > 0)
            _last = line;
        return line;
    }

    private void Draw()
    {
        if (!_editing)
            return;
        var prompt = TypedLine.ColumnsOf(_prompt);
        var (shown, behind) = _typed.View(Math.Max(1, Width - prompt - 1));
        _caretColumn = prompt + TypedLine.ColumnsOf(shown) - behind;
        Console.Write(_prompt + shown + (behind > 0 ? $"\u001b[{behind}D" : ""));
    }

    /// <remarks>In a window that became narrower the terminal has broken the line in two or more.</remarks>
    private void Erase()
    {
        if (!_editing)
            return;
        var rows = _caretColumn / Width;
        Console.Write((rows > 0 ? $"\u001b[{rows}A" : "") + "\r\u001b[J");
    }

    private static int Width => Console.WindowWidth > 1 ? Console.WindowWidth : 80;
}
