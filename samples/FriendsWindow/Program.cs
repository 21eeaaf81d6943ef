// A window that shows which friends are there, and connects to them:
//   dotnet run --project samples/FriendsWindow -p:Desktop=true
using Avalonia;
using PeerPersistence;
using Worker;

namespace FriendsWindow;

internal static class Program
{
    // A window lives on the first thread, and an await would leave it: so this method waits.
    [STAThread]
    private static int Main(string[] args)
    {
        try
        {
            using var peers = PeerPersistenceService.OpenAsync(StorePath()).GetAwaiter().GetResult();
            var keeper = new ConnectionKeeper(peers, new TcpConnector(), new() { LocalPeerId = "me" });
            keeper.Start();
            var exitCode = Build(new(peers, keeper)).StartWithClassicDesktopLifetime(args);
            keeper.StopAsync().GetAwaiter().GetResult();
            return exitCode;
        }
        catch (StoreLockedException)
        {
            Console.Error.WriteLine("The app is running already.");
            return 1;
        }
    }

    private static AppBuilder Build(FriendList friends)
    {
        var builder = AppBuilder.Configure(() => new App(friends));
#if DESKTOP
        builder.UsePlatformDetect();
#endif
        return builder;
    }

    private static string StorePath() => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create),
        "FriendsWindow", "peers.db");
}
