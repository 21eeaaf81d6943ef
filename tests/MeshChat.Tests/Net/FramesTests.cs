using System.Buffers.Binary;
using System.Text;

namespace MeshChat.Tests.Net;

public sealed class FramesTests
{
    private static readonly PeerIdentity Alice = TestIdentities.New();

    public static TheoryData<string> Names => [.. Messages.Keys];

    private static Dictionary<string, WireMessage> Messages => new WireMessage[]
    {
        new Hello(TestIdentities.CardOf(Alice), Guid.NewGuid(), "token", "mark", "half"),
        new Welcome(TestIdentities.CardOf(Alice), Guid.NewGuid(), null),
        new Refusal("I do not know you."),
        new Introduction([TestIdentities.CardOf(Alice)]),
        new Presence(["a", "b"]),
        new ChatLine(Guid.NewGuid(), Alice.Id, "hello 👋", [1, 2, 3]),
        new DirectMessage(Guid.NewGuid(), "a", "b", [1, 2, 3]),
        new Ping(1), new Pong(2), new Goodbye(Leaving: true),
    }.ToDictionary(message => message.GetType().Name);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ReadAsync_WhatWasWritten_IsTheSame(string name)
    {
        var message = Messages[name];
        using var stream = new MemoryStream();
        await Frames.WriteAsync(stream, message, default);
        stream.Position = 0;

        var read = await Frames.ReadAsync(stream, WireLimits.Frame, default);

        read.Should().BeEquivalentTo(message, options => options.RespectingRuntimeTypes());
        (await Frames.ReadAsync(stream, WireLimits.Frame, default)).Should().BeNull("the stream ends there");
    }

    [Fact]
    public async Task WriteAsync_BeginsWithTheLengthBigEndian()
    {
        using var stream = new MemoryStream();
        await Frames.WriteAsync(stream, new Ping(7), default);

        var json = """{"type":"ping","number":7}""";
        stream.ToArray().Should().Equal([0, 0, 0, (byte)json.Length, .. Encoding.UTF8.GetBytes(json)]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(WireLimits.Frame + 1)]
    [InlineData(int.MaxValue)]
    public async Task ReadAsync_LengthOutOfBounds_IsRefusedUnread(int length)
    {
        using var stream = new MemoryStream([.. Header(length), 1, 2, 3, 4]);

        await Refused(stream);
        stream.Position.Should().Be(4);
    }

    [Fact]
    public async Task ReadAsync_CutOffAnywhere_IsRefused()
    {
        using var whole = new MemoryStream();
        await Frames.WriteAsync(whole, new Ping(7), default);
        for (var length = 1; length < whole.Length; length++)
            await Refused(new MemoryStream(whole.ToArray()[..length]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"type":"ping","number":"seven"}""")]
    [InlineData("""{"type":"no such thing"}""")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"type":"line"}""")]
    [InlineData("""{"type":"line","id":"00000000-0000-0000-0000-000000000000","from":"a","text":"\u001b[2J","signature":""}""")]
    [InlineData("""{"type":"hello"}""")]
    [InlineData("""{"type":"hello","card":{}}""")]
    [InlineData("""{"type":"introduction","cards":[null]}""")]
    [InlineData("""{"type":"introduction","cards":null}""")]
    [InlineData("""{"type":"presence","linked":[null]}""")]
    [InlineData("""{"type":"presence","linked":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]}""")]
    [InlineData("""{"type":"direct","from":"a","to":"b"}""")]
    public async Task ReadAsync_NoSoundMessage_IsRefused(string json) => await Refused(json);

    [Fact]
    public async Task ReadAsync_TooMuchOfAThing_IsRefused()
    {
        await Refused($$"""{"type":"presence","linked":[{{string.Join(',', Enumerable.Repeat("\"a\"", WireLimits.Ids + 1))}}]}""");
        await Refused($$"""{"type":"refusal","reason":"{{new string('a', WireLimits.Text + 1)}}"}""");
        await Refused($$"""{"type":"direct","from":"{{new string('a', WireLimits.Id + 1)}}","to":"b","sealed":""}""");
    }

    [Fact]
    public async Task WriteAsync_AsManyOfTheLargestCardsAsMayBe_FitInAFrame()
    {
        string[] addresses = [.. Enumerable.Range(1, WireLimits.Addresses).Select(n => $"[2001:db8:aaaa:bbbb:cccc:dddd:eeee:fff{n}]:65535")];
        var card = PeerCard.Issue(Alice, new string('é', WireLimits.Name), addresses, DateTimeOffset.UnixEpoch.AddYears(50).AddTicks(1));
        card.IsGenuine().Should().BeTrue();
        using var stream = new MemoryStream();

        await Frames.WriteAsync(stream, new Introduction([.. Enumerable.Repeat(card, WireLimits.Cards)]), default);

        stream.Length.Should().BeLessThanOrEqualTo(WireLimits.Frame, "else a friend of many with large cards is cut off for telling of them");
    }

    [Fact]
    public async Task ReadAsync_ForgedCard_IsRefused()
    {
        using var stream = new MemoryStream();
        await Frames.WriteAsync(stream, new Introduction([TestIdentities.CardOf(Alice) with { Addresses = ["127.0.0.1:6666"] }]), default);
        stream.Position = 0;

        await Refused(stream);
    }

    [Fact]
    public async Task ReadAsync_AnyBytes_EndOrAreRefused()
    {
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            using var stream = new MemoryStream();
            await Frames.WriteAsync(stream, Messages.ElementAt(random.Next(Messages.Count)).Value, default);
            var bytes = stream.ToArray();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                await Frames.ReadAsync(new MemoryStream(bytes), WireLimits.Frame, default);
            }
            catch (ProtocolException)
            {
                // As it should.
            }
            catch (Exception e)
            {
                Assert.Fail($"Round {i}: {e}");
            }
        }
    }

    private static byte[] Header(int length)
    {
        var header = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(header, length);
        return header;
    }

    private static Task Refused(string json) => Refused(new MemoryStream([.. Header(Encoding.UTF8.GetByteCount(json)), .. Encoding.UTF8.GetBytes(json)]));

    private static async Task Refused(Stream stream) =>
        await FluentActions.Awaiting(() => Frames.ReadAsync(stream, WireLimits.Frame, default)).Should().ThrowAsync<ProtocolException>();
}
