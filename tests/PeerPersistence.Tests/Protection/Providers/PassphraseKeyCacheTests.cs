using System.Text;

namespace PeerPersistence.Tests.Protection.Providers;

public sealed class PassphraseKeyCacheTests : IDisposable
{
    private static readonly PassphraseParameters Weak = new(100_000, new byte[16]);
    private static readonly PassphraseParameters Usual = new(PassphraseParameters.DefaultRounds, new byte[16]);

    private static readonly byte[] Ring = [1];

    private readonly PassphraseKeyCache _cache = new(
        EnvelopeCipher.Default.Random,
        (passphrase, parameters) => Task.FromResult(Encoding.UTF8.GetBytes($"{passphrase} {parameters.Rounds} {parameters.Salt[0]}")));

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task Get_OtherPassphraseRoundsOrSalt_IsAnotherKey()
    {
        (await TextAsync("a", Usual)).Should().Be("a 600000 0");
        (await TextAsync("b", Usual)).Should().Be("b 600000 0");
        (await TextAsync("a", Weak)).Should().Be("a 100000 0");
        (await TextAsync("a", Usual with { Salt = [.. Enumerable.Repeat((byte)1, 16)] })).Should().Be("a 600000 1");
    }

    [Fact]
    public async Task OpenedFor_OtherPassphraseOrRingOrTooFewRoundsOrNothingOpened_IsNone()
    {
        await TextAsync("a", Weak);
        _cache.Opened("a", Ring, Weak);
        _cache.OpenedFor("a", Ring).Should().BeNull("what is wrapped now is not to be as weak");
        await TextAsync("a", Usual);
        _cache.OpenedFor("a", Ring).Should().BeNull("nothing was opened with them: they may be planted");
        _cache.Opened("a", Ring, Usual);

        _cache.OpenedFor("a", Ring).Should().Be(Usual);
        _cache.OpenedFor("a", [2]).Should().BeNull("each ring has a salt of its own");
        _cache.OpenedFor("b", Ring).Should().BeNull();
    }

    [Fact]
    public async Task Get_MoreThanItHolds_ForgetsTheOldest()
    {
        for (var i = 0; i < 9; i++)
            await TextAsync($"{i}", Usual);
        await TextAsync("8", Usual);
        await TextAsync("1", Usual);
        _cache.Derivations.Should().Be(9);

        await TextAsync("0", Usual);

        _cache.Derivations.Should().Be(10);
    }

    [Fact]
    public async Task Dispose_WhileAKeyIsDerived_LeavesNoKeyBehind()
    {
        var (derived, end) = (new byte[] { 1, 2, 3 }, new TaskCompletionSource());
        using var cache = new PassphraseKeyCache(EnvelopeCipher.Default.Random, async (_, _) =>
        {
            await end.Task;
            return derived;
        });
        var key = cache.GetAsync("a", Usual, default);

        cache.Dispose();
        end.SetResult();

        (await key).Should().Equal(1, 2, 3);
        derived.Should().OnlyContain(one => one == 0);
        cache.Opened("a", Ring, Usual);
        cache.OpenedFor("a", Ring).Should().BeNull();
    }

    private async Task<string> TextAsync(string passphrase, PassphraseParameters parameters) =>
        Encoding.UTF8.GetString(await _cache.GetAsync(passphrase, parameters, default));
}
