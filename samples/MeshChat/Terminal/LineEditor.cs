using System.Text;

namespace MeshChat;

/// <summary>The line being typed, at the foot of the screen: what others say appears above it and never tears it apart.</summary>
internal sealed class LineEditor(string prompt)
{
    private readonly StringBuilder _typed = new();
    private readonly object _screen = new();
    private bool _editing;
    private string _last = "";

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
    public void Close()
    {
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
                if (key.Key == ConsoleKey.D && key.Modifiers == ConsoleModifiers.Control && _typed.Length == 0)
                    return null;
                if (key.Key == ConsoleKey.Enter)
                    return Take();
                Erase();
                Edit(key);
                Draw();
            }
        }
    }

    private string Take()
    {
        Erase();
        var line = _typed.ToString();
        _typed.Clear();
        _editing = false;
        if (line.Length > 0)
            _last = line;
        return line;
    }

    private void Edit(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.Backspace when _typed.Length > 0:
                var pair = _typed.Length > 1 && char.IsSurrogatePair(_typed[^2], _typed[^1]);
                _typed.Length -= pair ? 2 : 1;
                break;
            case ConsoleKey.Escape:
                _typed.Clear();
                break;
            case ConsoleKey.UpArrow:
                _typed.Clear().Append(_last);
                break;
            default:
                if (!char.IsControl(key.KeyChar))
                    _typed.Append(key.KeyChar);
                break;
        }
    }

    private void Draw()
    {
        if (!_editing)
            return;

        // Of a line that is too long the end is what matters.
        var room = Math.Max(1, Width - prompt.Length - 1);
        var typed = _typed.ToString();
        Console.Write(prompt + (typed.Length > room ? typed[^room..] : typed));
    }

    private void Erase()
    {
        if (_editing)
            Console.Write("\r" + new string(' ', Width - 1) + "\r");
    }

    private static int Width => Console.WindowWidth > 1 ? Console.WindowWidth : 80;
}
