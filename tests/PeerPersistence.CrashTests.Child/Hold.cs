namespace PeerPersistence.CrashTests.Child;

/// <summary>Waits for the word, tries to open once, tells how it went, and keeps the store open until its input ends.</summary>
internal static class Hold
{
    public static async Task<int> RunAsync(string path)
    {
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        try
        {
            await using var store = await FileKeyValueStore.OpenAsync(path);
            Console.WriteLine("opened");
            await Console.In.ReadLineAsync();
        }
        catch (StoreLockedException)
        {
            Console.WriteLine("locked");
            await Console.In.ReadLineAsync();
        }

        return 0;
    }
}
