using System.Text;

namespace PeerPersistence.Tests.Service;

/// <summary>Backups through streams.</summary>
public sealed class StreamTransferTests : IAsyncDisposable
{
    private readonly Setup _setup = new();

    private IPeerTransfer Service => _setup.Service;

    [Fact]
    public async Task ExportToAndImportFrom_Protected_BringEverythingAndLeaveTheStreamsOpen()
    {
        await _setup.Service.StorePeerAsync(_setup.Friend("ä") with { SharedSecret = "s", DisplayName = "Ä" });
        using var file = new MemoryStream();
        await Service.ExportToAsync(file, new() { Passphrase = "pass" });
        await Service.ClearAllAsync();

        file.Position = 0;
        var result = await Service.ImportFromAsync(file, new() { Passphrase = "pass" });

        result.Imported.Should().Be(1);
        (await _setup.Service.GetPeerAsync("ä"))!.Should().BeEquivalentTo(new { DisplayName = "Ä", SharedSecret = "s" });
        file.CanRead.Should().BeTrue();
    }

    [Fact]
    public async Task ExportTo_WritesWhatToJsonIs()
    {
        await _setup.Service.StorePeerAsync(_setup.Friend("a"));
        using var file = new MemoryStream();

        await Service.ExportToAsync(file);

        Encoding.UTF8.GetString(file.ToArray()).Should().Be((await Service.ExportDataAsync()).ToJson());
    }

    [Fact]
    public async Task ImportFrom_AByteOrderMark_IsSkippedAndGarbageIsRefused()
    {
        byte[] marked = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("""{"peers":[{"peerId":"a"}]}""")];

        (await Service.ImportFromAsync(new MemoryStream(marked))).Imported.Should().Be(1);

        await FluentActions.Awaiting(() => Service.ImportFromAsync(new MemoryStream([1, 2, 3]))).Should().ThrowAsync<ImportFormatException>();
        await FluentActions.Awaiting(() => Service.ImportFromAsync(null!)).Should().ThrowAsync<ArgumentNullException>();
        await FluentActions.Awaiting(() => Service.ExportToAsync(null!)).Should().ThrowAsync<ArgumentNullException>();
    }

    [Fact]
    public async Task Export_ADamagedRecord_IsNamedAndStaysNamedInTheFile()
    {
        await _setup.Service.StorePeersAsync([_setup.Friend("a"), _setup.Friend("b")]);
        await _setup.Store.CommitAsync(new KeyValueBatch().Set("mesh:peer:b", Encoding.UTF8.GetBytes("no peer")));

        var export = await Service.ExportDataAsync();

        export.LeftOut.Should().Equal("b");
        PeerExport.Parse(export.ToJson()).LeftOut.Should().Equal("b");
        (await Service.ExportDataAsync(new() { Passphrase = "p" })).LeftOut.Should().Equal("b");
    }

    public ValueTask DisposeAsync() => _setup.DisposeAsync();
}
