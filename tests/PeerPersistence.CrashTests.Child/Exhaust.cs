namespace PeerPersistence.CrashTests.Child;

/// <summary>Opens files until the system gives no more, and tells what opening a store says then.</summary>
internal static class Exhaust
{
    public static async Task<int> RunAsync(string path)
    {
        // Once with files left, so that all code is loaded.
        await (await FileKeyValueStore.OpenAsync(path + ".first")).DisposeAsync();
        Fill.SetLimit(Fill.OpenFiles, 160);
        var open = new List<FileStream>();
        try
        {
            while (open.Count < 1000)
                open.Add(new FileStream("/dev/null", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1));
        }
        catch (IOException)
        {
            // None is left.
        }

        try
        {
            await (await FileKeyValueStore.OpenAsync(path)).DisposeAsync();
            return 1;
        }
        catch (Exception e)
        {
            open.ForEach(file => file.Dispose());
            Console.WriteLine($"{e.GetType().Name}: {e.Message}");
            return 0;
        }
    }
}
