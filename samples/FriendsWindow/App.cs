using Avalonia;
using Avalonia.Controls;
using Avalonia.Controls.ApplicationLifetimes;
using Avalonia.Themes.Fluent;

namespace FriendsWindow;

internal sealed class App(FriendList friends) : Application
{
    public override void Initialize() => Styles.Add(new FluentTheme());

    public override void OnFrameworkInitializationCompleted()
    {
        if (ApplicationLifetime is IClassicDesktopStyleApplicationLifetime desktop)
            desktop.MainWindow = new Window { Title = "Friends", Width = 360, Height = 480, Content = View() };
        _ = friends.FollowAsync();
    }

    private DockPanel View()
    {
        var address = new TextBox { PlaceholderText = "The address of a friend, such as 192.0.2.7:4000" };
        var remember = new Button { Content = "Remember" };
        remember.Click += async (_, _) =>
        {
            if (address.Text is not { Length: > 0 } text)
                return;
            await friends.RememberAsync(text);
            address.Text = "";
        };
        DockPanel.SetDock(address, Dock.Top);
        DockPanel.SetDock(remember, Dock.Top);
        return new() { Margin = new(12), Children = { address, remember, new ListBox { ItemsSource = friends } } };
    }
}
