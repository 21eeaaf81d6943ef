using System.Buffers.Binary;
using System.Text;
using Xunit.Abstractions;

namespace MeshChat.Tests.Hostile;

public sealed class HostileFramesTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("""{"type":"presence","linked":["\u0001"]}""")]
    [InlineData("""{"type":"presence","linked":["\ud800"]}""")]
    [InlineData("""{"type":"line","id":"00000000-0000-0000-0000-000000000001","from":"\u0001","text":"hi","signature":"AAAA"}""")]
    [InlineData("""{"type":"direct","id":"00000000-0000-0000-0000-000000000001","from":"\u0001","to":"b","sealed":"AAAA"}""")]
    [InlineData("""{"type":"direct","id":"00000000-0000-0000-0000-000000000001","from":"a","to":"a\nb","sealed":"AAAA"}""")]
    [InlineData("""{"type":"welcome"}""")]
    [InlineData("no json at all")]
    public async Task Frame_ThatNoHonestPeerSends_EndsThatLinkAlone(string frame)
    {
        var (alice, bob) = await TestPeer.StartPairAsync();
        await using var _ = alice;
        await using var __ = bob;
        await using var mallory = await Mallory.JoinAsync(await alice.InviteAsync());

        await mallory.SayAsync(frame);

        await mallory.ExpectEndAsync();
        await alice.ExpectAsync<Unlinked>(e => e.Id == mallory.Self.Id);
        await ExpectTalkAsync(alice, bob);
    }

    [Fact]
    public async Task Frame_EveryFieldWithEveryHostileValue_IsRefusedOrHarmless()
    {
        using var self = TestIdentities.New();
        var (tried, passed) = (0, new List<WireMessage>());
        foreach (var json in HostileFrames.All(self))
        {
            tried++;
            if (await ReadAsync(Encoding.UTF8.GetBytes(json)) is { } message)
                passed.Add(message);
        }

        output.WriteLine($"{tried} frames, {passed.Count} of them sound");
        await SurviveAsync(passed);
    }

    [Fact]
    public async Task Card_SignedWithValuesAtTheEdge_IsHarmless()
    {
        DateTimeOffset[] instants = [DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch];
        string[] addresses = ["[fe80::1%1]:1", "[::1]:65535", "[::ffff:127.0.0.1]:9", "127.0.0.1:9", "0.0.0.1:1", "255.255.255.254:1"];
        List<WireMessage> introductions = [];
        foreach (var instant in instants)
        {
            using var stranger = TestIdentities.New();
            foreach (var address in addresses)
                introductions.Add(new Introduction([PeerCard.Issue(stranger, "ſtranger", [address], instant)]));
        }

        await SurviveAsync([.. introductions.OfType<Introduction>().Where(message => message.IsSound())]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Frame_BytesChangedAtRandom_IsRefusedOrHarmless(int seed)
    {
        using var self = TestIdentities.New();
        var (random, passed) = (new Random(seed), new List<WireMessage>());
        var frames = HostileFrames.All(self).Select(Encoding.UTF8.GetBytes).ToList();
        for (var round = 0; round < 5000; round++)
        {
            if (await ReadAsync(Mutate(frames[random.Next(frames.Count)], random)) is { } message)
                passed.Add(message);
        }

        output.WriteLine($"5000 frames, {passed.Count} of them sound");
        await SurviveAsync([.. passed.Take(200)]);
    }

    /// <summary>What passes the door is said to a peer, which goes on.</summary>
    private static async Task SurviveAsync(IReadOnlyList<WireMessage> messages)
    {
        var (alice, bob) = await TestPeer.StartPairAsync();
        await using var _ = alice;
        await using var __ = bob;
        await using var mallory = await Mallory.JoinAsync(await alice.InviteAsync());
        foreach (var message in messages.Where(message => message is not (Hello or Welcome or Refusal or Goodbye)))
            await mallory.SayAsync(message);
        await mallory.SayLineAsync("that is all");

        await alice.ExpectAsync<LineHeard>(line => line.Text == "that is all");
        await ExpectTalkAsync(alice, bob);
        alice.Journal.All<Problem>().Should().BeEmpty();
    }

    private static byte[] Mutate(byte[] json, Random random)
    {
        var bytes = json.ToArray();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return random.Next(10) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    private static async Task<WireMessage?> ReadAsync(byte[] json)
    {
        var frame = new byte[4 + json.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, json.Length);
        json.CopyTo(frame, 4);
        try
        {
            return await Frames.ReadAsync(new MemoryStream(frame), WireLimits.Frame, default);
        }
        catch (ProtocolException)
        {
            return null;
        }
    }

    private static async Task ExpectTalkAsync(TestPeer alice, TestPeer bob)
    {
        var (aliceMark, bobMark) = (alice.Journal.Count, bob.Journal.Count);
        alice.Type("still here");
        bob.Type("me too");
        await Task.WhenAll(
            bob.ExpectAsync<LineHeard>(e => e.Text == "still here", bobMark),
            alice.ExpectAsync<LineHeard>(e => e.Text == "me too", aliceMark));
    }
}
