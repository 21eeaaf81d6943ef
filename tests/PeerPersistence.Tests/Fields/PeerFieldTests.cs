using System.Reflection;

namespace PeerPersistence.Tests.Fields;

/// <summary>A property of a peer survives everything that a peer goes through, and is checked before it is let in.</summary>
public sealed class PeerFieldTests : IAsyncLifetime
{
    /// <summary>What may be anything.</summary>
    private static readonly string[] Unchecked = ["PeerData.SecretStatus", "PeerData.IsPinned"];

    /// <summary>Where <c>null</c> is its default.</summary>
    private const string Defaulting = "PeerData.UserId";

    private readonly Setup _setup = new();
    private readonly Setup _elsewhere = new();
    private readonly PeerData _peer = Specimen.Of<PeerData>("PeerData.SecretStatus") with { SecretStatus = SecretStatus.Available };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _elsewhere.DisposeAsync();
    }

    [Fact]
    public async Task StorePeer_EveryField_IsReadBackByAnotherService()
    {
        await _setup.Service.StorePeerAsync(_peer);

        await ShouldBeStoredAsync(_setup.Another());
    }

    [Fact]
    public async Task StorePeer_EveryFieldOfAKnownPeer_IsTakenOver()
    {
        await _setup.Service.StorePeerAsync(Bare());

        await _setup.Service.StorePeerAsync(_peer);

        await ShouldBeStoredAsync(_setup.Service);
    }

    [Fact]
    public async Task StorePeer_KnownPeerGivenWithNothing_KeepsEveryField()
    {
        await _setup.Service.StorePeerAsync(_peer);

        await _setup.Service.StorePeerAsync(Bare());

        await ShouldBeStoredAsync(_setup.Service);
    }

    [Fact]
    public async Task UpdatePeer_EveryField_IsSet()
    {
        await _setup.Service.StorePeerAsync(new() { PeerId = _peer.PeerId });

        await _setup.Service.UpdatePeerAsync(_peer.PeerId, _ => _peer);

        await ShouldBeStoredAsync(_setup.Service);
    }

    [Fact]
    public async Task UpdatePeer_OfNothing_LosesNoField()
    {
        await _setup.Service.StorePeerAsync(_peer);

        await _setup.Service.UpdatePeerAsync(_peer.PeerId, peer => peer with { DisplayName = "another" });
        await _setup.Service.UpdatePeerAsync(_peer.PeerId, peer => peer with { DisplayName = _peer.DisplayName });

        await ShouldBeStoredAsync(_setup.Service);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Import_EveryFieldThatWasExported_IsStored(bool known)
    {
        await _setup.Service.StorePeerAsync(_peer);
        var export = await _setup.Service.ExportDataAsync(new() { Passphrase = "open" });
        if (known)
            await _elsewhere.Service.StorePeerAsync(new() { PeerId = _peer.PeerId });

        await _elsewhere.Service.ImportDataAsync(
            PeerExport.Parse(export.ToJson()), new() { Passphrase = "open", OnConflict = ImportConflict.Replace });

        await ShouldBeStoredAsync(_elsewhere.Service);
    }

    public static TheoryData<string> CheckedFields()
    {
        Type[] types = [typeof(PeerData), typeof(ConnectionQuality), typeof(IceServer), typeof(IceCandidate)];
        var fields = types.SelectMany(type => Specimen.PropertiesOf(type).Select(property => $"{type.Name}.{property.Name}"));
        return [.. fields.Except(Unchecked)];
    }

    [Theory, MemberData(nameof(CheckedFields))]
    public async Task StorePeer_AFieldThatCannotBe_IsRefused(string field)
    {
        foreach (var bad in BadValues.Of(PropertyOf(field)).Where(bad => bad is not null || field != Defaulting))
        {
            await FluentActions.Awaiting(() => _setup.Service.StorePeerAsync(With(field, bad))).Should()
                .ThrowAsync<ArgumentException>("{0} cannot be {1}", field, bad is string { Length: > 20 } ? "that long" : bad ?? "null");
        }
    }

    /// <summary>The same peer with nothing known of it, not even when it was there.</summary>
    private PeerData Bare() => new()
    {
        PeerId = _peer.PeerId,
        FirstSeen = _peer.FirstSeen.AddHours(1),
        LastSeen = DateTimeOffset.UnixEpoch,
        ConnectionQuality = new() { LastMeasured = DateTimeOffset.UnixEpoch },
    };

    private PeerData With(string field, object? value)
    {
        var property = PropertyOf(field);
        return property.DeclaringType!.Name switch
        {
            nameof(ConnectionQuality) => _peer with { ConnectionQuality = Specimen.With(_peer.ConnectionQuality, property, value) },
            nameof(IceServer) => _peer with { IceServers = [Specimen.With(_peer.IceServers[0], property, value)] },
            nameof(IceCandidate) => _peer with { CachedCandidates = [Specimen.With(_peer.CachedCandidates[0], property, value)] },
            _ => Specimen.With(_peer, property, value),
        };
    }

    private static PropertyInfo PropertyOf(string field) =>
        typeof(PeerData).Assembly.GetType("PeerPersistence." + field.Split('.')[0])!.GetProperty(field.Split('.')[1])!;

    private async Task ShouldBeStoredAsync(IPeerPersistenceService service) =>
        Specimen.Show(_peer).Except(Specimen.Show((await service.GetPeerAsync(_peer.PeerId))!)).Should().BeEmpty("no field is lost");
}
