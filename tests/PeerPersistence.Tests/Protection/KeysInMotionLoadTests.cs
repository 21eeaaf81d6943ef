using PeerPersistence.Tests.Storage.Files;
using Xunit.Abstractions;

namespace PeerPersistence.Tests.Protection;

/// <summary>Chance instead of every call in turn: many threads, real files.</summary>
public sealed class KeysInMotionLoadTests(ITestOutputHelper output)
{
    [Theory]
    [Trait("Speed", "Slow")]
    [Trait("Load", "")]
    [InlineData("memory", false, false)]
    [InlineData("memory", false, true)]
    [InlineData("memory", true, false)]
    [InlineData("memory", true, true)]
    [InlineData("file", false, false)]
    [InlineData("file", false, true)]
    [InlineData("file", true, false)]
    [InlineData("file", true, true)]
    public async Task AnyCall_KeysAreReplacedOverAndOver_IsAnsweredRightly(string kind, bool encrypted, bool elsewhere)
    {
        using var folder = new TempFolder();
        await using var file = kind == "file" ? await FileKeyValueStore.OpenAsync(folder.StorePath) : null;

        var calls = await KeysInMotion.RunAsync((IKeyValueStore?)file ?? new InMemoryKeyValueStore(), encrypted, elsewhere, rounds: 24);

        output.WriteLine($"{kind}, {(encrypted ? "encrypted records" : "plain records")}, keys replaced {(elsewhere ? "elsewhere" : "here")}: {calls} calls, none wrong");
    }
}
