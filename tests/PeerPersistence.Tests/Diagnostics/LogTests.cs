using Microsoft.Extensions.Logging;

namespace PeerPersistence.Tests.Diagnostics;

public sealed class LogTests
{
    [Fact]
    public async Task OrdinaryUse_LogsNothingThatAnybodyHasToRead()
    {
        await using var setup = new Setup(options => options.MaxPeers = 3);
        foreach (var call in FinePrint.EveryCall.Names.Except(["import", "import from", "rotate", "change key", "start over", "clear"]))
        {
            await setup.Service.StorePeerAsync(setup.Friend("a") with { SharedSecret = "s" });
            await FinePrint.EveryCall.RunAsync(call, setup.Service);
        }

        setup.Logger.Entries.Should().NotBeEmpty().And.OnlyContain(entry => entry.Level == LogLevel.Debug);
    }

    [Theory]
    [InlineData("import", 302)]
    [InlineData("import from", 302)]
    [InlineData("rotate", 205)]
    [InlineData("change key", 206)]
    [InlineData("start over", 207)]
    [InlineData("clear", 303)]
    public async Task WhatIsDoneOnPurpose_IsLoggedOnce(string call, int eventId)
    {
        await using var setup = new Setup();
        await setup.Service.StorePeerAsync(setup.Friend("a") with { SharedSecret = "s" });

        await FinePrint.EveryCall.RunAsync(call, setup.Service);

        setup.Logger.Entries.Where(entry => entry.Level > LogLevel.Debug).Should().ContainSingle()
            .Which.Should().Match<(LogLevel Level, EventId Id, string Text)>(entry => entry.Level == LogLevel.Information && entry.Id.Id == eventId);
    }

    [Fact]
    public async Task Change_RefusedForGood_IsLoggedAndSaysSo()
    {
        var refuses = false;
        var store = new Testing.FaultyKeyValueStore(new InMemoryKeyValueStore(), call => refuses && call.Kind == Testing.StoreCallKind.Commit ? Testing.StoreFault.Conflict : Testing.StoreFault.None);
        await using var setup = new Setup(store: store);
        await setup.Service.StorePeerAsync(setup.Friend("a"));
        refuses = true;

        await FluentActions.Awaiting(() => setup.Service.UpdateLastSeenAsync("a")).Should().ThrowAsync<StoreConflictException>();

        setup.Logger.Entries.Should().ContainSingle(entry => entry.Id.Id == 104);
    }

    [Fact]
    public async Task Open_StoreCannotBeRead_NamesOnlyTheType()
    {
        await using var setup = new Setup(store: new Testing.FaultyKeyValueStore(new InMemoryKeyValueStore(), _ => Testing.StoreFault.Fail));

        await FluentActions.Awaiting(() => setup.Service.InitializeAsync()).Should().ThrowAsync<IOException>();

        setup.Logger.Entries.Should().ContainSingle(entry => entry.Id.Id == 106).Which.Text.Should().Contain("IOException").And.NotContain("made to fail");
    }
}
