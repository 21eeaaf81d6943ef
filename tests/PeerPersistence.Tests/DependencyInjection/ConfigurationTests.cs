using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace PeerPersistence.Tests.DependencyInjection;

/// <summary>Options from configuration and by delegate.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("peers-").FullName;
    private readonly ServiceCollection _services = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Every option there is, so that none is forgotten that is added later.</summary>
    public static TheoryData<string> Options()
    {
        var data = new TheoryData<string>();
        foreach (var name in Settable(typeof(PeerPersistenceOptions)).Select(option => option.Name)
            .Concat(Settable(typeof(RetentionOptions)).Select(option => "Retention:" + option.Name)))
            data.Add(name);
        return data;
    }

    [Theory, MemberData(nameof(Options))]
    public void AddPeerPersistence_FromConfiguration_TakesEveryOption(string name)
    {
        var before = new PeerPersistenceOptions();
        _services.AddPeerPersistence(Section((name, TextOf(ValueOf(before, name)))));
        _services.AddKeyedPeerPersistence("alice", Section((name, TextOf(ValueOf(before, name)))));
        using var provider = _services.BuildServiceProvider();
        var monitor = provider.GetRequiredService<IOptionsMonitor<PeerPersistenceOptions>>();

        ValueOf(monitor.CurrentValue, name).Should().NotBe(ValueOf(before, name));
        ValueOf(monitor.Get("alice"), name).Should().Be(ValueOf(monitor.CurrentValue, name));
        ValueOf(monitor.CurrentValue.Copy(), name).Should().Be(ValueOf(monitor.CurrentValue, name), "the service's copy has it");
    }

    [Fact]
    public void FileOptions_FromConfiguration_TakeEveryOption()
    {
        _services.AddPeerPersistence().UseFileStore("x", Section(("Durability", "buffered"), ("CompactionFloorBytes", "9000000000"), ("ReadOnly", "true"), ("AllowSharedFile", "true")));
        using var provider = _services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<FileStoreOptions>>().Value;

        (options.Durability, options.CompactionFloorBytes, options.ReadOnly, options.AllowSharedFile).Should().Be((Durability.Buffered, 9_000_000_000, true, true));
        Settable(typeof(FileStoreOptions)).Select(option => option.Name).Should().Equal(["Durability", "CompactionFloorBytes", "ReadOnly", "AllowSharedFile"], "each is read");
    }

    [Theory]
    [InlineData("MaxPeers", "many", "Peers:MaxPeers must be a whole number (was 'many').")]
    [InlineData("MaxStorageMB", "1,5 MB", "Peers:MaxStorageMB must be a number (was '1,5 MB').")]
    [InlineData("Retention:InactiveAfter", "a month", "Peers:Retention:InactiveAfter must be a duration such as '7.00:00:00' (was 'a month').")]
    [InlineData("WatchInterval", "\u001b[2J", "Peers:WatchInterval must be a duration such as '7.00:00:00' (was a text of 4 characters).")]
    [InlineData("MaxPeers", "0", "MaxPeers must be at least 1 (was 0).")]
    public async Task Value_ThatIsNone_FailsAtStartAndSaysWhatWas(string name, string value, string message)
    {
        using var host = new HostBuilder().ConfigureServices(services => services.AddPeerPersistence(Section((name, value))).UseInMemoryStore()).Build();

        (await FluentActions.Awaiting(() => host.StartAsync()).Should().ThrowAsync<OptionsValidationException>()).Which.Failures.Should().Equal(message);
    }

    [Fact]
    public async Task FileOptions_Wrong_FailAtStart()
    {
        using var host = new HostBuilder().ConfigureServices(services => services.AddPeerPersistence().UseFileStore("x", Section(("Durability", "none")))).Build();
        using var negative = new HostBuilder().ConfigureServices(services => services.AddPeerPersistence().UseFileStore("x", o => o.CompactionFloorBytes = -1)).Build();

        await FluentActions.Awaiting(() => host.StartAsync()).Should().ThrowAsync<OptionsValidationException>().WithMessage("*must be one of*");
        await FluentActions.Awaiting(() => negative.StartAsync()).Should().ThrowAsync<OptionsValidationException>();
    }

    [Theory]
    [InlineData("delegate")]
    [InlineData("path from a service")]
    [InlineData("named options")]
    public async Task UseFileStore_ByDelegate_OpensItSo(string how)
    {
        var path = Path.Combine(_folder, "peers.db");
        await using (var peers = await PeerPersistenceService.OpenAsync(path))
            await peers.StorePeerAsync(PeerData.Create("alice"));
        _services.AddSingleton<IConfiguration>(Section(("path", path)));
        var builder = _services.AddPeerPersistence();
        _ = how switch
        {
            "delegate" => builder.UseFileStore(path, o => o.ReadOnly = true),
            "path from a service" => builder.UseFileStore(provider => provider.GetRequiredService<IConfiguration>()["path"]!, o => o.ReadOnly = true),
            _ => (object)builder.UseFileStore(path).Services.Configure<FileStoreOptions>(o => o.ReadOnly = true),
        };
        await using var provider = _services.BuildServiceProvider();
        var service = provider.GetRequiredService<IPeerPersistenceService>();

        (await service.GetAllPeerIdsAsync()).Should().Equal("alice");
        await FluentActions.Awaiting(() => service.StorePeerAsync(PeerData.Create("bob"))).Should().ThrowAsync<PeerPersistenceException>();
    }

    [Fact]
    public void Bind_OfADurationThatIsNoWholeNumberOfDays_KeepsIt()
    {
        _services.AddPeerPersistence().Options.Bind(Section(("Retention:InactiveAfter", "1.12:00:00")));
        using var provider = _services.BuildServiceProvider();

        provider.GetRequiredService<IOptions<PeerPersistenceOptions>>().Value.Retention.InactiveAfter.Should().Be(TimeSpan.FromHours(36));
    }

    private static IConfigurationSection Section(params (string Name, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.ToDictionary(value => "Peers:" + value.Name, value => (string?)value.Value)).Build().GetSection("Peers");

    private static IEnumerable<PropertyInfo> Settable(Type type) => type.GetProperties().Where(property =>
        property.CanWrite && (property.PropertyType.IsValueType || property.PropertyType == typeof(string)));

    private static object ValueOf(object options, string name) => name.Split(':').Aggregate(options, (value, part) => value.GetType().GetProperty(part)!.GetValue(value)!);

    private static string TextOf(object before) => before switch
    {
        int number => (number + 1).ToString(CultureInfo.InvariantCulture),
        double number => (number / 2).ToString(CultureInfo.InvariantCulture),
        TimeSpan duration => (duration + TimeSpan.FromHours(1)).ToString(),
        bool flag => $"{!flag}",
        _ => before + "x",
    };
}
