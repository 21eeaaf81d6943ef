using Xunit.Abstractions;

namespace PeerPersistence.Sqlite.Tests;

public sealed class KeysInMotionTests(ITestOutputHelper output) : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task AnyCall_KeysAreReplacedOverAndOver_IsAnsweredRightly(bool encrypted, bool elsewhere)
    {
        await using var store = await _folder.OpenAsync();

        var calls = await KeysInMotion.RunAsync(store, encrypted, elsewhere, rounds: 8);

        output.WriteLine($"SQLite, {(encrypted ? "encrypted records" : "plain records")}, keys replaced {(elsewhere ? "elsewhere" : "here")}: {calls} calls, none wrong");
    }
}
