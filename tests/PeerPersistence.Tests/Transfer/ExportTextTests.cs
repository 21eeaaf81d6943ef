namespace PeerPersistence.Tests.Transfer;

/// <summary>What editors and odd names leave in an export is no reason to refuse it.</summary>
public sealed class ExportTextTests
{
    [Theory]
    [InlineData("export-bom.json", "Unknown")]
    [InlineData("export-name-uFFFF.json", "Bob\uFFFF")]
    public async Task Parse_Report_BringsThePeer(string name, string expected)
    {
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", "reports", name));
        var text = System.Text.Encoding.UTF8.GetString(bytes); // the byte order mark stays

        PeerExport.Parse(text).Peers.Single().DisplayName.Should().Be(expected);
        PeerExport.Parse("\uFEFF" + text).Peers.Should().ContainSingle();
        PeerExport.Parse(PeerExport.Parse(text).ToJson()).Peers.Single().DisplayName.Should().Be(expected);
        await using var setup = new Setup();
        (await setup.Service.ImportFromAsync(new MemoryStream(bytes))).Imported.Should().Be(1);
    }

    [Theory]
    [InlineData("\uFFFF"), InlineData("\uFFFE"), InlineData("\uFEFF"), InlineData("\uFDD0"), InlineData("\u2028"), InlineData("\u0000"), InlineData("\u007f"), InlineData("\U0010FFFF")]
    public async Task OddCharacter_InEveryText_ComesBackFromStoreAndBackup(string odd)
    {
        await using var setup = new Setup();
        await using var other = new Setup();
        await setup.Service.StorePeerAsync(setup.Friend("a") with { DisplayName = odd, UserId = odd, LastKnownIP = odd, CachedCandidates = [new(odd + "c")], IceServers = [new(odd, odd, odd)] });

        var json = (await setup.Service.ExportDataAsync(new() { Passphrase = "open" })).ToJson();
        await other.Service.ImportDataAsync(PeerExport.Parse(json), new() { Passphrase = "open" });

        var back = (await other.Service.GetPeerAsync("a"))!;
        back.DisplayName.Should().Be(odd);
        back.IceServers.Single().Credential.Should().Be(back.DisplayName);
    }

    [Fact]
    public async Task LocalStorage_WithAByteOrderMark_IsRead() =>
        (await LocalStorageImport.ReadAsync("\uFEFF" + OriginalData.LocalStorage)).Peers.Should().HaveCount(40);
}
