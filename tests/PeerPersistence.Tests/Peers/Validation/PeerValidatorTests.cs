using System.Text.Json;

namespace PeerPersistence.Tests.Peers;

public sealed class PeerValidatorTests
{
    private static readonly PeerData Peer = PeerData.Create("alice", DateTimeOffset.UnixEpoch.AddDays(1));

    public static TheoryData<string, Func<PeerData, PeerData>> Faults => new()
    {
        { "UserId", p => p with { UserId = new string('x', PeerLimits.TextLength + 1) } },
        { "DisplayName", p => p with { DisplayName = null! } },
        { "DisplayName", p => p with { DisplayName = new string('x', PeerLimits.TextLength + 1) } },
        { "PublicKey", p => p with { PublicKey = new string('x', PeerLimits.PublicKeyLength + 1) } },
        { "LastKnownIP", p => p with { LastKnownIP = new string('1', PeerLimits.TextLength + 1) } },
        { "SharedSecret", p => p with { SharedSecret = new string('ä', (PeerLimits.SecretBytes / 2) + 1) } },
        { "SharedSecret", p => p with { SharedSecret = "\ud800" } },
        { "FirstSeen", p => p with { FirstSeen = DateTimeOffset.UnixEpoch.AddTicks(-1) } },
        { "LastSeen", p => p with { LastSeen = DateTimeOffset.MinValue.AddTicks(1) } },
        { "LastConnected", p => p with { LastConnected = DateTimeOffset.UnixEpoch.AddYears(-1) } },
        { "BlacklistUntil", p => p with { BlacklistUntil = DateTimeOffset.UnixEpoch.AddYears(-1) } },
        { "ReconnectionAttempts", p => p with { ReconnectionAttempts = -1 } },
        { "IceServers", p => p with { IceServers = null! } },
        { "IceServers", p => p with { IceServers = [.. Enumerable.Repeat(new IceServer(), PeerLimits.IceServers + 1)] } },
        { "IceServers", p => p with { IceServers = [null!] } },
        { "IceServers", p => p with { IceServers = [new() { Urls = [.. Enumerable.Repeat("stun:x", PeerLimits.UrlsPerIceServer + 1)] }] } },
        { "Urls", p => p with { IceServers = [new() { Urls = [null!] }] } },
        { "Credential", p => p with { IceServers = [new() { Credential = new string('x', PeerLimits.LineLength + 1) }] } },
        { "CachedCandidates", p => p with { CachedCandidates = [.. Enumerable.Repeat(new IceCandidate(), PeerLimits.CachedCandidates + 1)] } },
        { "Candidate", p => p with { CachedCandidates = [null!] } },
        { "Candidate", p => p with { CachedCandidates = [new() { Candidate = new string('x', PeerLimits.LineLength + 1) }] } },
        { "SdpMLineIndex", p => p with { CachedCandidates = [new() { SdpMLineIndex = -1 }] } },
        { "Type", p => p with { CachedCandidates = [new() { Type = (ConnectionType)99 }] } },
        { "Metadata", p => p with { Metadata = null! } },
        { "Metadata", p => p with { Metadata = Enumerable.Range(0, PeerLimits.MetadataEntries + 1).ToDictionary(i => $"{i}", i => JsonSerializer.SerializeToElement(i)) } },
        { "ConnectionQuality", p => p with { ConnectionQuality = null! } },
        { "SuccessRate", p => p with { ConnectionQuality = new() { SuccessRate = double.NaN } } },
        { "SuccessRate", p => p with { ConnectionQuality = new() { SuccessRate = 1.0001 } } },
        { "TotalConnections", p => p with { ConnectionQuality = new() { TotalConnections = -1 } } },
        { "SuccessfulConnections", p => p with { ConnectionQuality = new() { SuccessfulConnections = -1 } } },
        { "Latency", p => p with { ConnectionQuality = new() { Latency = TimeSpan.FromTicks(-1) } } },
        { "AverageUptime", p => p with { ConnectionQuality = new() { AverageUptime = TimeSpan.FromTicks(-1) } } },
    };

    [Theory, MemberData(nameof(Faults))]
    public void Check_OneFault_NamesIt(string field, Func<PeerData, PeerData> spoil)
    {
        var peer = spoil(Peer);
        FluentActions.Invoking(() => PeerValidator.Check(peer)).Should().Throw<ArgumentException>().WithMessage($"*{field}*").WithParameterName("peer");
    }

    [Fact]
    public void Check_AtEveryLimit_Passes() => PeerValidator.Check(Peer with
    {
        DisplayName = new string('x', PeerLimits.TextLength),
        PublicKey = new string('x', PeerLimits.PublicKeyLength),
        SharedSecret = new string('x', PeerLimits.SecretBytes),
        IceServers = [.. Enumerable.Repeat(new IceServer { Urls = [.. Enumerable.Repeat("stun:x", PeerLimits.UrlsPerIceServer)] }, PeerLimits.IceServers)],
        CachedCandidates = [.. Enumerable.Repeat(new IceCandidate { Candidate = new string('x', PeerLimits.LineLength) }, PeerLimits.CachedCandidates)],
        BlacklistUntil = DateTimeOffset.MaxValue,
        ReconnectionAttempts = int.MaxValue,
    });

    [Fact]
    public async Task StorePeer_MetadataThatIsNoJson_IsRefusedAndNothingIsWritten()
    {
        await using var setup = new Setup();
        await setup.Service.InitializeAsync();
        var before = await setup.Store.DumpAsync();
        var deep = JsonDocument.Parse(string.Concat(Enumerable.Repeat("[", 100)) + string.Concat(Enumerable.Repeat("]", 100)), new() { MaxDepth = 200 }).RootElement;
        var large = JsonSerializer.SerializeToElement(new string('x', PeerLimits.RecordBytes));

        foreach (var element in new[] { default, deep, large })
        {
            var store = async () => await setup.Service.StorePeerAsync(Peer with { Metadata = new Dictionary<string, JsonElement> { ["m"] = element } });
            (await store.Should().ThrowAsync<ArgumentException>()).WithMessage("*alice*");
        }

        (await setup.Store.DumpAsync()).Should().Equal(before);
    }
}
