using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace PeerPersistence.Tests.Docs;

/// <summary>The snippets of the page on key stores, run where there is such a key store.</summary>
public sealed class KeyStoreSnippets
{
    [Fact]
    public async Task SecureStorage_OfMaui_OpensAfterARestart()
    {
        await OpensAfterARestartAsync(services =>
        {
            // docs:begin key-store-maui
            services.AddPeerPersistence().UseMasterKey(_ => new DelegateKeyProvider(
                "secure-storage",
                load: async _ => await SecureStorage.Default.GetAsync("peers") is { } key ? Convert.FromBase64String(key) : null,
                save: async (key, _) => await SecureStorage.Default.SetAsync("peers", Convert.ToBase64String(key)),
                KeyStrength.OperatingSystem));
            // docs:end
        });
    }

    [KeychainFact]
    public Task Keychain_OfMacOs_OpensAfterARestart()
    {
        return OpensAfterARestartAsync(services =>
        {
            // docs:begin key-store-keychain
            services.AddPeerPersistence().UseMasterKey(_ => new DelegateKeyProvider(
                "keychain",
                load: async _ => await RunAsync("security", "", "find-generic-password", "-s", "my-chat", "-a", "peers", "-w") switch
                {
                    (0, var key, _) => Convert.FromBase64String(key),
                    (44, _, _) => null, // There is no such item.
                    (_, _, var error) => throw new IOException(error),
                },
                save: async (key, _) =>
                    await RunAsync("security", $"add-generic-password -s my-chat -a peers -w {Convert.ToBase64String(key)}\n", "-i"),
                KeyStrength.OperatingSystem));
            // docs:end
        });
    }

    [SecretServiceFact]
    public async Task SecretService_OfTheDesktop_OpensAfterARestart()
    {
        using var session = await SecretServiceSession.StartAsync();
        await OpensAfterARestartAsync(services =>
        {
            // docs:begin key-store-libsecret
            services.AddPeerPersistence().UseMasterKey(_ => new DelegateKeyProvider(
                "libsecret",
                load: async _ => await RunAsync("secret-tool", "", "lookup", "application", "my-chat", "key", "peers") switch
                {
                    (0, var key, _) => Convert.FromBase64String(key),
                    (_, _, "") => null, // There is no such item; trouble is told.
                    (_, _, var error) => throw new IOException(error),
                },
                save: async (key, _) => await RunAsync(
                    "secret-tool", Convert.ToBase64String(key), "store", "--label", "My Chat", "application", "my-chat", "key", "peers"),
                KeyStrength.OperatingSystem));
            // docs:end
        });
    }

    [SecretServiceFact]
    public async Task SecretService_NotThere_TellsTrouble()
    {
        var (_, _, error) = await RunAsync("env", "", "DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere", "secret-tool", "lookup", "application", "my-chat");

        error.Should().NotBeEmpty("it is how trouble is told from an item that is not there");
    }

    [Fact]
    public async Task Credential_OfSystemd_OpensAfterARestart()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("peers-").FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "peers.key"), Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
        Environment.SetEnvironmentVariable("CREDENTIALS_DIRECTORY", folder);
        await OpensAfterARestartAsync(services =>
        {
            // docs:begin key-store-systemd
            services.AddPeerPersistence().UseMasterKey(_ => new DelegateKeyProvider(
                "systemd",
                load: async cancellationToken => await File.ReadAllBytesAsync(
                    Path.Combine(Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY") ?? "", "peers.key"), cancellationToken),
                strength: KeyStrength.OperatingSystem));
            // docs:end
        });
        Environment.SetEnvironmentVariable("CREDENTIALS_DIRECTORY", null);
        System.IO.Directory.Delete(folder, recursive: true);
    }

    private static async Task OpensAfterARestartAsync(Action<IServiceCollection> addWithKey)
    {
        var store = new InMemoryKeyValueStore();
        for (var start = 0; start < 2; start++)
        {
            var services = new ServiceCollection();
            addWithKey(services);
            services.AddPeerPersistence().UseStore(_ => store);
            await using var provider = services.BuildServiceProvider();
            var peers = provider.GetRequiredService<IPeerPersistenceService>();
            if (start == 0)
                await peers.StorePeerAsync(PeerData.Create("alice") with { SharedSecret = "s3cret" });
            (await peers.GetPeerAsync("alice"))!.SharedSecret.Should().Be("s3cret");
            peers.KeyStrength.Should().Be(KeyStrength.OperatingSystem);
        }
    }

    // docs:begin key-store-tool
    // What is secret goes in through the tool's input: every process may read its arguments.
    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string tool, string input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, (await output).Trim(), (await error).Trim());
    }
    // docs:end

    /// <summary>Stands for MAUI's, by the same calls.</summary>
    private sealed class SecureStorage
    {
        private readonly Dictionary<string, string> _items = [];

        public static SecureStorage Default { get; } = new();

        public Task<string?> GetAsync(string key) => Task.FromResult(_items.GetValueOrDefault(key));

        public Task SetAsync(string key, string value)
        {
            _items[key] = value;
            return Task.CompletedTask;
        }
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class KeychainFactAttribute : FactAttribute
    {
        public KeychainFactAttribute() => Skip = OperatingSystem.IsMacOS() ? null : "Needs the macOS Keychain.";
    }
}
