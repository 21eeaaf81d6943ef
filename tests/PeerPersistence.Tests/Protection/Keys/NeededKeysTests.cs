using System.Text;

namespace PeerPersistence.Tests.Protection.Keys;

/// <summary>A rotation destroys no key that something may need, and says of what it cannot open why.</summary>
public sealed class NeededKeysTests : IAsyncLifetime
{
    private readonly Setup _setup = new();

    public async Task InitializeAsync()
    {
        await _setup.Service.StorePeerAsync(_setup.Friend("a") with { SharedSecret = "s3cret" });
        await _setup.Service.StorePeerAsync(_setup.Friend("b") with { SharedSecret = "other" });
    }

    public async Task DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task Rotate_AnyBitOfTheFirst40BytesFlipped_KeepsTheKeyAndIsDamaged()
    {
        var original = await EnvelopeAsync();
        foreach (var flipped in Tampering.BitFlips(original).Take(40 * 8))
        {
            await PutAsync(Envelope.ToText(flipped));
            (await StatusAsync()).Should().Be(SecretStatus.Damaged);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(30)]
    public async Task Rotate_OneBitOfTheHeadFlipped_OpensWhenItIsTurnedBack(int position)
    {
        var original = await EnvelopeAsync();
        var flipped = original.ToArray();
        flipped[position] ^= 2;
        await PutAsync(Envelope.ToText(flipped));

        await _setup.Service.RotateKeysAsync();
        await _setup.Service.RotateKeysAsync();

        await PutAsync(Envelope.ToText(original));
        (await PeerAsync()).SharedSecret.Should().Be("s3cret");
    }

    [Fact]
    public async Task Rotate_KeyIdOfAnotherKey_KeepsTheKeyThatSealedIt()
    {
        var original = await EnvelopeAsync();
        var changed = original.ToArray();
        changed[7] = 2;
        await PutAsync(Envelope.ToText(changed));

        await _setup.Service.RotateKeysAsync();

        (await StatusAsync()).Should().Be(SecretStatus.Damaged);
        await PutAsync(Envelope.ToText(original));
        (await PeerAsync()).SharedSecret.Should().Be("s3cret");
    }

    [Theory]
    [InlineData("pp2.UFABAQAAAAGgoaKjpKWmp6ipqqusra6v")]
    [InlineData("version")]
    [InlineData("suite")]
    public async Task Rotate_ALaterForm_KeepsEveryKeyAndSaysSo(string text)
    {
        var later = await EnvelopeAsync();
        new Random(1).NextBytes(later.AsSpan(8));
        later[text == "version" ? 2 : 3] = 2;
        await PutAsync(text.StartsWith("pp2", StringComparison.Ordinal) ? text : Envelope.ToText(later));

        await _setup.Service.RotateKeysAsync();

        (await StatusAsync()).Should().Be(SecretStatus.NewerVersion);
        (await UsageAsync()).Should().Equal(KeyState.DecryptOnly, KeyState.Active);
        await _setup.Service.UpdatePeerAsync("a", peer => peer with { DisplayName = "Ann" });
        (await StatusAsync()).Should().Be(SecretStatus.NewerVersion, "it is carried along");
    }

    [Fact]
    public async Task Rotate_WhatNoKeyOfThisRingSealed_CountsForNothing()
    {
        await using var other = new Setup();
        await other.Service.StorePeerAsync(other.Friend("a") with { SharedSecret = "theirs" });
        string[] foreign = [await other.EnvelopeTextAsync("a"), "pp1.AAAA", Envelope.ToText(Enumerable.Repeat((byte)7, 90).ToArray())];
        foreach (var text in foreign)
        {
            await PutAsync(text);

            await _setup.Service.RotateKeysAsync();

            (await UsageAsync()).SkipLast(1).Should().OnlyContain(state => state == KeyState.Destroyed, text);
        }
    }

    private async Task<byte[]> EnvelopeAsync() => Envelope.FromText(await _setup.EnvelopeTextAsync("a"))!;

    private Task PutAsync(string envelope) => _setup.PutEnvelopeAsync("a", envelope);

    private async Task<PeerData> PeerAsync() => (await _setup.Service.GetPeerAsync("a"))!;

    private async Task<SecretStatus> StatusAsync() => (await PeerAsync()).SecretStatus;

    private async Task<IEnumerable<KeyState?>> UsageAsync() => (await _setup.Service.GetKeyUsageAsync()).Select(key => key.State);
}
