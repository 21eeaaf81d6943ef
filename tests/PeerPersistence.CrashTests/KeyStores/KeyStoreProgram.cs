using PeerPersistence.CrashTests.Processes;

namespace PeerPersistence.CrashTests.KeyStores;

/// <summary>A program that keeps its master key in a key store, and does what it is told.</summary>
internal sealed class KeyStoreProgram : IDisposable
{
    private readonly ChildProcess _process;

    private KeyStoreProgram(ChildProcess process) => _process = process;

    public static async Task<KeyStoreProgram> StartAsync(IReadOnlyDictionary<string, string?> environment, string path, string keyStore)
    {
        var process = new ChildProcess(environment, "keys", path, keyStore);
        if (await process.Output.ReadLineAsync() != "open")
            Assert.Fail((await process.EndAsync()).Error);
        return new(process);
    }

    /// <returns>The secret, or why there is none.</returns>
    public Task<string?> GetAsync(string peerId) => TellAsync($"get {peerId}");

    /// <returns>"stored", or why not.</returns>
    public Task<string?> StoreAsync(string peerId, string secret) => TellAsync($"store {peerId} {secret}");

    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        _process.Input.Close();
        return (await _process.EndAsync()).Code;
    }

    public void Dispose() => _process.Dispose();

    private async Task<string?> TellAsync(string line)
    {
        await _process.Input.WriteLineAsync(line);
        await _process.Input.FlushAsync();
        return await _process.Output.ReadLineAsync();
    }
}
