using PeerPersistence.Tests.Docs;
using PeerPersistence.Tests.Protection;
using PeerPersistence.Tests.Storage.Files;
using D = PeerPersistence.PeerPersistenceDiagnostics;

namespace PeerPersistence.Tests.Diagnostics;

/// <summary>Every instrument of docs/operations.md is heard, with the unit, the tags and the values that the page gives.</summary>
public sealed class DocumentedMetricsTests : IDisposable
{
    private const string Identity = "of this test";

    private readonly OwnTelemetry _heard = new();
    private readonly TempFolder _folder = new();
    private readonly Setup _setup = new(options => options.MaxPeers = 3);

    public void Dispose()
    {
        _heard.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Instruments_OfThePage_AreHeardWithUnitTagsAndValues()
    {
        await using (var service = Another(_setup.Keys))
        {
            await MeetAsync(service);
            await ReconnectAsync(service);
        }

        await MissSecretsAsync();
        await OpenDamagedFileAsync();

        var heard = _heard.All.GroupBy(one => one.Name).Select(of => (
            of.Key, of.First().Unit, Tags: string.Join(' ', of.SelectMany(one => one.Tags.Keys).Except([D.IdentityTag]).Distinct().Order(StringComparer.Ordinal))));
        heard.Should().BeEquivalentTo(OperationsPage.Instruments
            .Where(row => row.Name is not (D.KeeperConnections or D.KeeperLosses)) // KeeperTelemetryTests hear those.
            .Select(row => (row.Name, row.Unit, string.Join(' ', row.Tags.Order(StringComparer.Ordinal)))));
        foreach (var tag in new[] { D.DirectionTag, D.ReasonTag, D.OutcomeTag, D.SecretStatusTag })
            _heard.All.Where(one => one.Tags.ContainsKey(tag)).Select(one => one.Tags[tag]).Distinct()
                .Should().BeEquivalentTo(OperationsPage.ValuesOf(tag), "the page lists the values of {0}", tag);
        _heard.All.GroupBy(one => one.Name).Where(of => !of.Any(one => Identity.Equals(one.Tags.GetValueOrDefault(D.IdentityTag)))).Select(of => of.Key)
            .Should().BeEquivalentTo(D.RecoveryLostCommits, D.RecoveryDamagedBytes);
    }

    private async Task MeetAsync(PeerPersistenceService service)
    {
        foreach (var peerId in new[] { "a", "b", "c" })
            await service.StorePeerAsync(_setup.Friend(peerId));
        _setup.Time.Advance(TimeSpan.FromDays(1));
        await service.StorePeerAsync(_setup.Friend("d"));
        await service.ImportDataAsync(new() { Peers = [_setup.Friend("e"), _setup.Friend("f")] });
        await service.CleanupLruAsync(2);
        var known = (await service.GetAllPeerIdsAsync())[0];
        var calls = 0;
        await service.UpdatePeerAsync(known, peer =>
        {
            if (calls++ == 0)
                _setup.Service.UpdateLastSeenAsync(known).GetAwaiter().GetResult(); // A writer that is quicker.
            _setup.Time.Advance(TimeSpan.FromSeconds(1));
            return peer with { DisplayName = "A" };
        });
        await using var full = Another(_setup.Keys, new FullStore(() => true));
        await FluentActions.Awaiting(() => full.StorePeerAsync(_setup.Friend("a"))).Should().ThrowAsync<StoreFullException>();
    }

    private static async Task ReconnectAsync(PeerPersistenceService service)
    {
        foreach (var outcome in new[] { true, false })
            await service.ReconnectAsync((_, _) => Task.FromResult(outcome));
        await service.ReconnectAsync((_, _) => throw new NotNowException());
    }

    private async Task MissSecretsAsync()
    {
        var peerId = (await _setup.Service.GetAllPeerIdsAsync())[0];
        await _setup.Service.UpdatePeerAsync(peerId, peer => peer with { SharedSecret = "secret" });
        var envelope = await _setup.EnvelopeTextAsync(peerId);
        await using (var locked = Another(new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray())))
            await locked.GetPeerAsync(peerId);
        foreach (var broken in new[] { "pp2.UFABAQAAAAGgoaKjpKWmp6ipqqusra6v", $"{envelope[..^9]}{(envelope[^9] == 'A' ? 'B' : 'A')}{envelope[^8..]}" })
        {
            await _setup.PutEnvelopeAsync(peerId, broken);
            await using var service = Another(_setup.Keys);
            await service.GetPeerAsync(peerId);
        }
    }

    private async Task OpenDamagedFileAsync()
    {
        await using (var store = await FileKeyValueStore.OpenAsync(_folder.StorePath))
            await store.SetTextAsync("key", "value");
        var bytes = await File.ReadAllBytesAsync(_folder.StorePath);
        bytes[^3] ^= 1;
        await File.WriteAllBytesAsync(_folder.StorePath, bytes);
        await using var reopened = await FileKeyValueStore.OpenAsync(_folder.StorePath);
    }

    private PeerPersistenceService Another(IMasterKeyProvider keys, IKeyValueStore? store = null) =>
        new(store ?? _setup.Store, _setup.Options, keys, _setup.Time, _setup.Logger, new PresenceRanker(), identity: Identity);
}
