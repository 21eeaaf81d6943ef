using Microsoft.Extensions.DependencyInjection;

namespace PeerPersistence.CrashTests.Child;

/// <summary>A program that keeps its master key in a key store of the system, and does what it is told line by line.</summary>
internal static class KeyStores
{
    public static async Task<int> RunAsync(string path, string keyStore)
    {
        var services = new ServiceCollection();
        var builder = services.AddPeerPersistence().UseFileStore(path);
        _ = keyStore.Split(':') switch
        {
            ["platform", var application] => builder.UsePlatformKeyStore(application),
            ["secret-service", var application] => builder.UseSecretService(application),
            ["systemd", var credential] => builder.UseSystemdCredential(credential),
            ["dpapi"] => builder.UseDpapi(),
            _ => throw new ArgumentException($"There is no key store '{keyStore}'.", nameof(keyStore)),
        };
        await using var provider = services.BuildServiceProvider();
        var peers = provider.GetRequiredService<IPeerPersistenceService>();
        Console.WriteLine("open");
        while (await Console.In.ReadLineAsync() is { } line)
            Console.WriteLine(await AnswerAsync(peers, line.Split(' ')));
        return 0;
    }

    private static async Task<string> AnswerAsync(IPeerPersistenceService peers, string[] words)
    {
        try
        {
            switch (words)
            {
                case ["store", var id, var secret]:
                    await peers.StorePeerAsync(PeerData.Create(id) with { SharedSecret = secret });
                    return "stored";
                case ["get", var id]:
                    var peer = await peers.GetPeerAsync(id);
                    return peer?.SharedSecret ?? $"{peer?.SecretStatus}";
                default:
                    return "?";
            }
        }
        catch (SecretUnavailableException e)
        {
            return e.Message.ReplaceLineEndings(" ");
        }
    }
}
